package org.arbit.supernet.layers;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/**
 * How the layers of a network hang together: a chain in which every searchable layer reads the
 * output of the one before it, with skip connections from the input of an earlier layer to the
 * output of a later one. Layer 0 reads the stem, the classifier reads the mean over the pixels of
 * the last layer's output.
 *
 * @param spec what the rest of the world sees of it
 * @param stem the fixed first convolution
 * @param nodes the searchable layers
 */
public record NetworkPlan(NetworkSpec spec, ConvShape stem, List<Node> nodes) {

  /**
   * A searchable layer: quantize the input, convolve, batch-norm, add the skip connection if there
   * is one, ReLU.
   *
   * @param name unique, such as {@code block1.conv1}
   * @param shape of its convolution
   * @param block index of its block
   * @param skipFrom index of the layer whose input is added to this layer's output; -1 for none
   */
  public record Node(String name, ConvShape shape, int block, int skipFrom) {}

  /** Copies the list. */
  public NetworkPlan {
    nodes = List.copyOf(nodes);
  }

  /** Returns the number of features that the classifier reads. */
  public int features() {
    return nodes.get(nodes.size() - 1).shape().outChannels();
  }

  /** Returns the number of pixels of the last feature map, over which the mean is taken. */
  public int lastPlane() {
    return nodes.get(nodes.size() - 1).shape().outputPlane();
  }

  /** Whether the skip connection into {@code node} has to shrink its source. */
  public boolean skipShrinks(Node node) {
    return node.skipFrom() >= 0
        && nodes.get(node.skipFrom()).shape().inputSize() != node.shape().outputSize();
  }

  /**
   * Returns a network by name.
   *
   * @param name {@code resnet8} or {@code resnet20}
   * @param width channels of the first stage
   * @throws InvalidInputException if the name is not known
   */
  public static NetworkPlan named(String name, int width, ImageShape image, int classes) {
    return switch (name) {
      case "resnet8" -> resnet(image, classes, width, 1);
      case "resnet20" -> resnet(image, classes, width, 3);
      default ->
          throw new InvalidInputException(
              Names.unknown("network", name, List.of("resnet8", "resnet20")));
    };
  }

  /**
   * Returns a residual network of three stages with {@code width}, {@code 2 width} and {@code 4
   * width} channels (He et al., arXiv 1512.03385, section 4.2) and parameter-free shortcuts.
   *
   * @param blocksPerStage 1 for ResNet-8, 3 for ResNet-20
   * @throws InvalidInputException if the images are too small or odd-sized for the shortcuts
   */
  public static NetworkPlan resnet(ImageShape image, int classes, int width, int blocksPerStage) {
    String name = "resnet" + (6 * blocksPerStage + 2);
    if (image.height() % 4 != 0 || image.width() % 4 != 0) {
      throw new InvalidInputException(
          name
              + " halves the image twice, so that its sides must be multiples of 4, but the images"
              + " are "
              + image
              + ". Maybe pad them?");
    }
    ConvShape stem =
        new ConvShape(image.channels(), width, 3, 1, image.height(), image.width(), false);
    List<Node> nodes = new ArrayList<>();
    int channels = width;
    int height = image.height();
    int columns = image.width();
    for (int stage = 0; stage < 3; stage++) {
      for (int i = 0; i < blocksPerStage; i++) {
        int block = stage * blocksPerStage + i;
        int stride = stage > 0 && i == 0 ? 2 : 1;
        int out = width << stage;
        ConvShape first = new ConvShape(channels, out, 3, stride, height, columns, false);
        height = first.outHeight();
        columns = first.outWidth();
        ConvShape second = new ConvShape(out, out, 3, 1, height, columns, false);
        int start = nodes.size();
        nodes.add(new Node("block" + block + ".conv1", first, block, -1));
        nodes.add(new Node("block" + block + ".conv2", second, block, start));
        channels = out;
      }
    }
    return of(name, image, classes, stem, nodes);
  }

  private static NetworkPlan of(
      String name, ImageShape image, int classes, ConvShape stem, List<Node> nodes) {
    List<LayerSpec> searchable =
        nodes.stream().map(node -> spec(node.name(), node.block(), node.shape())).toList();
    int features = nodes.get(nodes.size() - 1).shape().outChannels();
    LayerSpec classifier =
        new LayerSpec(
            "classifier",
            LayerSpec.Kind.DENSE,
            -1,
            features,
            classes,
            1,
            1,
            1,
            1,
            1,
            1,
            (long) features * classes,
            (long) features * classes);
    NetworkSpec spec =
        new NetworkSpec(
            name,
            image.channels(),
            image.height(),
            image.width(),
            classes,
            searchable,
            List.of(spec("stem", -1, stem), classifier),
            List.of());
    return new NetworkPlan(spec, stem, nodes);
  }

  private static LayerSpec spec(String name, int block, ConvShape shape) {
    return new LayerSpec(
        name,
        shape.depthwise() ? LayerSpec.Kind.DEPTHWISE : LayerSpec.Kind.CONVOLUTION,
        block,
        shape.inChannels(),
        shape.outChannels(),
        shape.kernel(),
        shape.stride(),
        shape.inHeight(),
        shape.inWidth(),
        shape.outHeight(),
        shape.outWidth(),
        shape.macs(),
        shape.weights());
  }
}
