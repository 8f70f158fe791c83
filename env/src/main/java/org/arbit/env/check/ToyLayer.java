package org.arbit.env.check;

import org.arbit.env.SeededRandom;
import org.arbit.supernet.LayerSpec;

/** A layer of the toy network, on 8-bit codes in plain integers. */
final class ToyLayer {

  private static final int CODE_BITS = 8;
  private static final int GREATEST_CODE = 255;
  private static final int SHIFT = 16;
  private static final double LOGIT_UNIT = 1024;

  private final LayerSpec spec;
  private final int[] weights;
  private final long[] centre;
  private long multiplier = 1;

  private ToyLayer(LayerSpec spec, SeededRandom random) {
    this.spec = spec;
    this.weights = new int[(int) spec.weights()];
    this.centre = new long[spec.outChannels()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = random.nextInt(256) - 128;
    }
  }

  static ToyLayer convolution(
      String name, int block, int in, int out, int side, int stride, SeededRandom random) {
    int outSide = side / stride;
    long weights = 9L * in * out;
    return new ToyLayer(
        new LayerSpec(
            name,
            LayerSpec.Kind.CONVOLUTION,
            block,
            in,
            out,
            3,
            stride,
            side,
            side,
            outSide,
            outSide,
            weights * outSide * outSide,
            weights),
        random);
  }

  static ToyLayer head(String name, int in, int classes, SeededRandom random) {
    long weights = (long) in * classes;
    return new ToyLayer(
        new LayerSpec(
            name, LayerSpec.Kind.DENSE, -1, in, classes, 1, 1, 1, 1, 1, 1, weights, weights),
        random);
  }

  LayerSpec spec() {
    return spec;
  }

  int outChannels() {
    return spec.outChannels();
  }

  /** Returns the side of the output, in pixels. */
  int side() {
    return spec.outHeight();
  }

  /** Returns the weights and the scale, for the hash. */
  int[] parameters() {
    int[] all = new int[weights.length + 1];
    System.arraycopy(weights, 0, all, 0, weights.length);
    all[weights.length] = (int) multiplier;
    return all;
  }

  /** Returns a code at the precision of {@code bits}, still in the range of 8 bits. */
  static int code(int code, int bits) {
    int drop = CODE_BITS - bits;
    if (drop == 0) {
      return code;
    }
    int rounded = (code + (1 << (drop - 1))) >> drop;
    return Math.min(rounded, (1 << bits) - 1) << drop;
  }

  private static int weight(int weight, int bits) {
    if (bits == 1) {
      return weight >= 0 ? 64 : -64;
    }
    int drop = CODE_BITS - bits;
    if (drop == 0) {
      return weight;
    }
    int rounded = (weight + (1 << (drop - 1))) >> drop;
    return Math.min(rounded, (1 << (bits - 1)) - 1) << drop;
  }

  /** Chooses the scale such that the greatest sum of the given inputs becomes the greatest code. */
  void calibrate(int[][] inputs, int bits) {
    int greatest = 1;
    for (int[] input : inputs) {
      for (int sum : sums(input, bits, bits)) {
        greatest = Math.max(greatest, sum);
      }
    }
    multiplier = ((long) GREATEST_CODE << SHIFT) / greatest;
  }

  /** Centres the logits of a head on the given inputs, so that no class is favoured. */
  void centre(int[][] inputs) {
    for (int o = 0; o < centre.length; o++) {
      long sum = 0;
      for (int[] input : inputs) {
        sum += product(input, o);
      }
      centre[o] = sum / inputs.length;
    }
  }

  /** Returns the output codes of one sample. */
  int[] run(int[] input, int weightBits, int activationBits) {
    int[] sums = sums(input, weightBits, activationBits);
    for (int k = 0; k < sums.length; k++) {
      long scaled = (Math.max(0, sums[k]) * multiplier) >> SHIFT;
      sums[k] = (int) Math.min(GREATEST_CODE, scaled);
    }
    return sums;
  }

  private int[] sums(int[] input, int weightBits, int activationBits) {
    int[] coarse = new int[input.length];
    for (int k = 0; k < input.length; k++) {
      coarse[k] = code(input[k], activationBits);
    }
    int[] kernel = new int[weights.length];
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] = weight(weights[k], weightBits);
    }
    int side = side();
    int[] sums = new int[spec.outputSize()];
    for (int o = 0; o < spec.outChannels(); o++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          sums[(o * side + y) * side + x] = sum(coarse, kernel, o, y, x);
        }
      }
    }
    return sums;
  }

  private int sum(int[] input, int[] kernel, int out, int y, int x) {
    int inSide = spec.inHeight();
    int sum = 0;
    for (int c = 0; c < spec.inChannels(); c++) {
      int plane = c * inSide * inSide;
      int filter = (out * spec.inChannels() + c) * 9;
      for (int dy = 0; dy < 3; dy++) {
        int row = y * spec.stride() + dy - 1;
        for (int dx = 0; dx < 3; dx++) {
          int column = x * spec.stride() + dx - 1;
          if (row >= 0 && row < inSide && column >= 0 && column < inSide) {
            sum += input[plane + row * inSide + column] * kernel[filter + dy * 3 + dx];
          }
        }
      }
    }
    return sum;
  }

  /** Writes the logits of a head over the sums of each channel. */
  void logits(int[] input, float[] into, int offset) {
    int area = input.length / spec.inChannels();
    double unit = LOGIT_UNIT * area;
    for (int o = 0; o < spec.outChannels(); o++) {
      into[offset + o] = (float) ((product(input, o) - centre[o]) / unit);
    }
  }

  private long product(int[] input, int out) {
    int in = spec.inChannels();
    int area = input.length / in;
    long product = 0;
    for (int c = 0; c < in; c++) {
      int channel = 0;
      for (int k = 0; k < area; k++) {
        channel += input[c * area + k];
      }
      product += (long) channel * weights[out * in + c];
    }
    return product;
  }
}
