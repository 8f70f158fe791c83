package org.arbit.supernet;

import java.util.List;

/**
 * What is known of one layer without its weights.
 *
 * @param name unique in its network, such as {@code block2.conv1}
 * @param kind the operation
 * @param block index of the block it belongs to, from 0; -1 for stem and classifier
 * @param inChannels channels (features for a dense layer) of the input
 * @param outChannels channels of the output
 * @param kernel side of the square kernel, in pixels; 1 for a dense layer
 * @param stride step of the kernel, in pixels
 * @param inHeight height of the input, in pixels; 1 for a dense layer
 * @param inWidth width of the input, in pixels
 * @param outHeight height of the output, in pixels
 * @param outWidth width of the output, in pixels
 * @param macs multiply-accumulate operations for one sample, those of a projection shortcut that
 *     reads the same tensor included
 * @param weights number of quantized weights, those of such a shortcut included
 */
public record LayerSpec(
    String name,
    Kind kind,
    int block,
    int inChannels,
    int outChannels,
    int kernel,
    int stride,
    int inHeight,
    int inWidth,
    int outHeight,
    int outWidth,
    long macs,
    long weights) {

  /** The operation of a layer. */
  public enum Kind {
    /** Every output channel sees every input channel. */
    CONVOLUTION,
    /** One filter per channel. */
    DEPTHWISE,
    /** A matrix product. */
    DENSE
  }

  /** Returns the same layer as it stands in a second pass. */
  LayerSpec again(String prefix, int blocks) {
    return new LayerSpec(
        prefix + name,
        kind,
        block + blocks,
        inChannels,
        outChannels,
        kernel,
        stride,
        inHeight,
        inWidth,
        outHeight,
        outWidth,
        macs,
        weights);
  }

  /**
   * Returns the layers of a block as one: the input of the first, the output of the last, and the
   * costs of all.
   */
  static LayerSpec ofBlock(List<LayerSpec> layers) {
    LayerSpec first = layers.get(0);
    LayerSpec last = layers.get(layers.size() - 1);
    return new LayerSpec(
        layers.size() == 1 ? first.name : "block" + first.block,
        first.kind,
        first.block,
        first.inChannels,
        last.outChannels,
        first.kernel,
        layers.stream().mapToInt(LayerSpec::stride).reduce(1, (a, b) -> a * b),
        first.inHeight,
        first.inWidth,
        last.outHeight,
        last.outWidth,
        layers.stream().mapToLong(LayerSpec::macs).sum(),
        layers.stream().mapToLong(LayerSpec::weights).sum());
  }

  /** Returns the number of values in one sample's input. */
  public int inputSize() {
    return inChannels * inHeight * inWidth;
  }

  /** Returns the number of values in one sample's output. */
  public int outputSize() {
    return outChannels * outHeight * outWidth;
  }
}
