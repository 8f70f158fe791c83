package org.arbit.supernet.layers;

/**
 * The shape of a convolution with square kernel and padding (kernel - 1) / 2 on every side.
 *
 * @param inChannels channels of the input
 * @param outChannels channels of the output
 * @param kernel side of the kernel, in pixels, odd
 * @param stride in pixels
 * @param inHeight height of the input, in pixels
 * @param inWidth width of the input, in pixels
 * @param depthwise one filter per channel; then outChannels equals inChannels
 */
public record ConvShape(
    int inChannels,
    int outChannels,
    int kernel,
    int stride,
    int inHeight,
    int inWidth,
    boolean depthwise) {

  /**
   * Elements of a map that is cached: 100 KB, of which there is room for a dozen in the 2 MB of the
   * second cache where this was measured.
   */
  private static final int CACHED = 25_088;

  /** Returns the padding on every side, in pixels. */
  public int padding() {
    return (kernel - 1) / 2;
  }

  /** Returns the height of the output, in pixels. */
  public int outHeight() {
    return (inHeight + 2 * padding() - kernel) / stride + 1;
  }

  /** Returns the width of the output, in pixels. */
  public int outWidth() {
    return (inWidth + 2 * padding() - kernel) / stride + 1;
  }

  /** Returns the number of values of one sample's input. */
  public int inputSize() {
    return inChannels * inHeight * inWidth;
  }

  /** Returns the number of values of one output channel. */
  public int outputPlane() {
    return outHeight() * outWidth();
  }

  /** Returns the number of values of one sample's output. */
  public int outputSize() {
    return outChannels * outputPlane();
  }

  /**
   * Returns how many of so many samples to take at a time, a divisor of their number, for their
   * maps and what is made of them to stay in a core's cache.
   */
  int together(int samples) {
    int count = Math.min(samples, Math.max(1, CACHED / Math.max(inputSize(), outputSize())));
    while (samples % count != 0) {
      count--;
    }
    return count;
  }

  /** Returns the number of inputs that one output value is a sum over. */
  public int fanIn() {
    return (depthwise ? 1 : inChannels) * kernel * kernel;
  }

  /** Returns the number of weights, stored {@code outChannels x fanIn}. */
  public int weights() {
    return outChannels * fanIn();
  }

  /** Returns the multiply-accumulate operations for one sample. */
  public long macs() {
    return (long) outputSize() * fanIn();
  }
}
