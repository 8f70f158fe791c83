package org.arbit.supernet.network;

import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** The networks that have a name. */
public final class Networks {

  private static final List<String> NAMES =
      List.of("resnet8", "resnet20", "vgg-small", "mobilenet-small");

  private Networks() {}

  /** Returns all names. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns a network by name.
   *
   * @param width channels of the stem, at least 1
   * @throws InvalidInputException if the name is not known, or the width not positive
   */
  public static NetworkDescription named(String name, int width) {
    return switch (name) {
      case "resnet8" -> resnet(width, 1);
      case "resnet20" -> resnet(width, 3);
      case "vgg-small" -> vggSmall(width);
      case "mobilenet-small" -> mobilenetSmall(width);
      default -> throw new InvalidInputException(Names.unknown("network", name, NAMES));
    };
  }

  /**
   * Returns a residual network of three stages with {@code width}, {@code 2 width} and {@code 4
   * width} channels (He et al., arXiv 1512.03385, section 4.2) and parameter-free shortcuts.
   *
   * @param blocksPerStage 1 for ResNet-8, 3 for ResNet-20
   */
  public static NetworkDescription resnet(int width, int blocksPerStage) {
    return network(
        "resnet" + (6 * blocksPerStage + 2),
        width,
        Shortcut.AVERAGE,
        Stage.of(Block.RESIDUAL, blocksPerStage, width, 1),
        Stage.of(Block.RESIDUAL, blocksPerStage, 2 * width, 2),
        Stage.of(Block.RESIDUAL, blocksPerStage, 4 * width, 2));
  }

  /**
   * Returns six convolutions in pairs of {@code width}, {@code 2 width} and {@code 4 width}
   * channels with max pooling after each pair, as in the VGG-Small of the quantization papers
   * (LQ-Nets, arXiv 1807.10029, section 4.1), with batch-norm before the ReLU and a hidden dense
   * layer of {@code 4 width} features before the classifier; that layer is ours.
   */
  private static NetworkDescription vggSmall(int width) {
    return network(
        "vgg-small",
        width,
        Shortcut.PROJECTION,
        Stage.of(Block.PLAIN, 1, width, 1).then(Pool.MAX),
        Stage.of(Block.PLAIN, 2, 2 * width, 1).then(Pool.MAX),
        Stage.of(Block.PLAIN, 2, 4 * width, 1).then(Pool.MAX),
        Stage.of(Block.DENSE, 1, 4 * width, 1));
  }

  /**
   * Returns a MobileNet (Howard et al., arXiv 1704.04861, table 1) cut down to five separable
   * blocks for small images.
   */
  private static NetworkDescription mobilenetSmall(int width) {
    return network(
        "mobilenet-small",
        width,
        Shortcut.PROJECTION,
        Stage.of(Block.SEPARABLE, 1, 2 * width, 1),
        Stage.of(Block.SEPARABLE, 2, 4 * width, 2),
        Stage.of(Block.SEPARABLE, 2, 8 * width, 2));
  }

  private static NetworkDescription network(
      String name, int width, Shortcut shortcut, Stage... stages) {
    return new NetworkDescription(name, Stem.of(width), shortcut, List.of(stages), Exits.NONE);
  }
}
