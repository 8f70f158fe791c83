package org.arbit.env.check;

import java.util.Arrays;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.Walk;

/** A forward pass through the toy network, sample by sample. */
final class ToyWalk implements Walk {

  /** Channel groups among the features. */
  static final int GROUPS = 16;

  private static final int FIELDS = GROUPS + 2;

  private final ToySuperNetwork network;
  private final int samples;
  private final int[][] codes;
  private final boolean[] left;
  private final float[] logits;
  private final float[] features;
  private int layer;
  private boolean closed;

  ToyWalk(ToySuperNetwork network, byte[] images, int samples) {
    this.network = network;
    this.samples = samples;
    this.codes = new int[samples][];
    this.left = new boolean[samples];
    this.logits = new float[samples * ToySuperNetwork.CLASSES];
    this.features = new float[samples * FIELDS];
    int stride = network.spec().imageSize();
    for (int i = 0; i < samples; i++) {
      int[] image = new int[stride];
      for (int k = 0; k < stride; k++) {
        image[k] = images[i * stride + k] & 0xFF;
      }
      codes[i] = network.stem().run(image, NetworkSpec.FIXED_BITS, NetworkSpec.FIXED_BITS);
      describe(i);
    }
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int layer() {
    return layer;
  }

  @Override
  public boolean done() {
    return layer == network.spec().layers();
  }

  @Override
  public void features(float[] into) {
    checkUnderWay();
    System.arraycopy(features, 0, into, 0, features.length);
  }

  @Override
  public void exitLogits(float[] into) {
    checkUnderWay();
    if (network.spec().exitBefore(layer).isEmpty()) {
      throw new IllegalStateException("There is no head before layer " + layer + ".");
    }
    int classes = ToySuperNetwork.CLASSES;
    for (int i = 0; i < samples; i++) {
      if (left[i]) {
        System.arraycopy(logits, i * classes, into, i * classes, classes);
      } else {
        network.head(layer).logits(codes[i], into, i * classes);
      }
    }
  }

  @Override
  public void step(int[] weightBits, int[] activationBits) {
    checkUnderWay();
    if (weightBits.length != samples || activationBits.length != samples) {
      throw new IllegalArgumentException(
          "There are "
              + weightBits.length
              + " weight and "
              + activationBits.length
              + " activation bit-widths for "
              + samples
              + " samples.");
    }
    for (int i = 0; i < samples; i++) {
      if (!left[i]) {
        check(weightBits[i], activationBits[i]);
      }
    }
    for (int i = 0; i < samples; i++) {
      if (left[i]) {
        continue;
      }
      if (weightBits[i] == EXIT) {
        left[i] = true;
        network.head(layer).logits(codes[i], logits, i * ToySuperNetwork.CLASSES);
      } else {
        codes[i] = network.layer(layer).run(codes[i], weightBits[i], activationBits[i]);
      }
    }
    layer++;
    for (int i = 0; i < samples; i++) {
      finish(i);
    }
  }

  private void finish(int sample) {
    if (left[sample]) {
      return;
    }
    if (done()) {
      network.classifier().logits(codes[sample], logits, sample * ToySuperNetwork.CLASSES);
    } else {
      describe(sample);
    }
  }

  @Override
  public void logits(float[] into) {
    if (closed || !done()) {
      throw new IllegalStateException(
          "The walk is " + (closed ? "closed" : "at layer " + layer) + " and has no logits.");
    }
    System.arraycopy(logits, 0, into, 0, logits.length);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkUnderWay() {
    if (closed || done()) {
      throw new IllegalStateException("The walk is " + (closed ? "closed." : "done."));
    }
  }

  private void check(int weightBits, int activationBits) {
    if (weightBits == EXIT && network.spec().exitBefore(layer).isPresent()) {
      return;
    }
    if (!network.bitWidths().contains(weightBits)
        || !network.bitWidths().contains(activationBits)
        || (!network.separate() && weightBits != activationBits)) {
      throw new IllegalArgumentException(
          "The bit-widths "
              + weightBits
              + "/"
              + activationBits
              + " at layer "
              + layer
              + " do not fit; candidates are "
              + network.bitWidths()
              + (network.separate() ? "." : ", the same for weights and activations."));
    }
  }

  /** Computes the features of a sample's input to the waiting layer. */
  private void describe(int sample) {
    int[] input = codes[sample];
    int channels = network.layer(layer).spec().inChannels();
    int area = input.length / channels;
    int groups = Math.min(GROUPS, channels);
    int bits = network.bitWidths().max();
    int greatest = ToyLayer.code(255, bits);
    int row = sample * FIELDS;
    Arrays.fill(features, row, row + FIELDS, 0);
    long total = 0;
    int zeros = 0;
    for (int g = 0; g < groups; g++) {
      int from = g * channels / groups * area;
      int to = (g + 1) * channels / groups * area;
      long sum = 0;
      for (int k = from; k < to; k++) {
        int code = ToyLayer.code(input[k], bits);
        sum += code;
        zeros += code == 0 ? 1 : 0;
      }
      features[row + g] = (float) ((double) sum / ((long) (to - from) * greatest));
      total += sum;
    }
    features[row + GROUPS] = (float) ((double) total / ((long) input.length * greatest));
    features[row + GROUPS + 1] = (float) ((double) zeros / input.length);
  }
}
