package org.arbit.supernet;

import java.util.List;
import java.util.Optional;

/**
 * The shape of a super-network: its input, its classes, and its layers in execution order.
 *
 * @param name for example {@code resnet8}
 * @param channels channels of an image
 * @param height height of an image, in pixels
 * @param width width of an image, in pixels
 * @param classes number of classes, and length of the logits
 * @param searchable the layers whose bit-widths are chosen, numbered by their position
 * @param fixed the layers that always run at 8/8 bits (stem and classifier)
 * @param exits the heads at which a sample may leave, by ascending layer; empty for most networks
 */
public record NetworkSpec(
    String name,
    int channels,
    int height,
    int width,
    int classes,
    List<LayerSpec> searchable,
    List<LayerSpec> fixed,
    List<ExitSpec> exits) {

  /** Weight and activation bits of the layers that are not searchable. */
  public static final int FIXED_BITS = 8;

  /** Copies the lists. */
  public NetworkSpec {
    searchable = List.copyOf(searchable);
    fixed = List.copyOf(fixed);
    exits = List.copyOf(exits);
  }

  /** Returns the number of searchable layers, which is the length of an episode. */
  public int layers() {
    return searchable.size();
  }

  /** Returns searchable layer {@code index}. */
  public LayerSpec layer(int index) {
    return searchable.get(index);
  }

  /** Returns the number of bytes of one image. */
  public int imageSize() {
    return channels * height * width;
  }

  /** Returns the multiply-accumulate operations of all searchable layers for one sample. */
  public long searchableMacs() {
    return searchable.stream().mapToLong(LayerSpec::macs).sum();
  }

  /** Returns the multiply-accumulate operations of the fixed layers for one sample. */
  public long fixedMacs() {
    return fixed.stream().mapToLong(LayerSpec::macs).sum();
  }

  /** Returns the last fixed layer, in whose place an early exit pays its head. */
  public Optional<LayerSpec> classifier() {
    return fixed.isEmpty() ? Optional.empty() : Optional.of(fixed.get(fixed.size() - 1));
  }

  /** Returns the head at which a sample may leave before {@code layer}, if there is one. */
  public Optional<ExitSpec> exitBefore(int layer) {
    return exits.stream().filter(exit -> exit.beforeLayer() == layer).findFirst();
  }
}
