package org.arbit.supernet;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a network that may be walked twice. The second walk is opened, for the samples
 * that go on alone, when their first bit-widths of it are known.
 */
final class SecondPassWalk implements Walk {

  private final SuperNetwork once;
  private final int layers;
  private final int classes;
  private final int fields;
  private final byte[] images;
  private final int samples;
  private final Walk first;

  /** The features of the first layer, which both passes begin with. */
  private final float[] atFirst;

  /** The last features of samples that have left, and the answers of the first pass. */
  private final float[] kept;

  private final float[] answers;
  private final boolean[] left;

  /** The samples of the second walk, in its order. */
  private int[] rows = new int[0];

  private @Nullable Walk second;
  private int layer;
  private boolean closed;

  SecondPassWalk(SuperNetwork once, byte[] images, int samples) {
    this.once = once;
    this.layers = once.spec().layers();
    this.classes = once.spec().classes();
    this.fields = once.featureNames().size();
    this.first = once.open(images, samples);
    this.images = Arrays.copyOf(images, samples * once.spec().imageSize());
    this.samples = samples;
    this.atFirst = new float[samples * fields];
    this.kept = new float[samples * fields];
    this.answers = new float[samples * classes];
    this.left = new boolean[samples];
    first.features(atFirst);
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
    return layer == 2 * layers;
  }

  @Override
  public void features(float[] into) {
    requireOpen(!done(), "The walk is done and shows no features.");
    if (layer < layers) {
      first.features(into);
      return;
    }
    if (layer == layers) {
      System.arraycopy(atFirst, 0, into, 0, atFirst.length);
    } else if (second != null) {
      spread(second::features, fields, into);
    }
    for (int n = 0; n < samples; n++) {
      if (left[n]) {
        System.arraycopy(kept, n * fields, into, n * fields, fields);
      }
    }
  }

  @Override
  public void exitLogits(float[] into) {
    requireOpen(!done(), "The walk is done; its answers are the logits.");
    if (layer < layers) {
      first.exitLogits(into);
      return;
    }
    System.arraycopy(answers, 0, into, 0, answers.length);
    if (layer > layers) {
      if (once.spec().exitBefore(layer - layers).isEmpty()) {
        throw new IllegalStateException("There is no head before layer " + layer + ".");
      }
      if (second != null) {
        spread(second::exitLogits, classes, into);
      }
    }
  }

  @Override
  public void step(int[] weightBits, int[] activationBits) {
    requireOpen(!done(), "The walk is done and has no layer left.");
    if (layer < layers) {
      stepFirst(weightBits, activationBits);
    } else if (layer == layers) {
      begin(weightBits, activationBits);
    } else if (second != null) {
      second.step(ofRows(weightBits), ofRows(activationBits));
    }
    layer++;
    if (layer == layers) {
      first.logits(answers);
    }
  }

  private void stepFirst(int[] weightBits, int[] activationBits) {
    boolean leaves = false;
    for (int n = 0; n < samples && n < weightBits.length; n++) {
      leaves |= !left[n] && weightBits[n] == EXIT;
    }
    float[] last = new float[leaves ? samples * fields : 0];
    if (leaves) {
      first.features(last);
    }
    first.step(weightBits, activationBits);
    for (int n = 0; leaves && n < samples; n++) {
      if (!left[n] && weightBits[n] == EXIT) {
        left[n] = true;
        System.arraycopy(last, n * fields, kept, n * fields, fields);
      }
    }
  }

  /** Lets samples leave with the answer of the first pass, and begins the second for the others. */
  private void begin(int[] weightBits, int[] activationBits) {
    if (weightBits.length < samples || activationBits.length < samples) {
      throw new IllegalArgumentException(
          "A step needs a bit-width for each of " + samples + " samples.");
    }
    int going = 0;
    int[] goesOn = new int[samples];
    for (int n = 0; n < samples; n++) {
      if (!left[n] && weightBits[n] != EXIT) {
        goesOn[going++] = n;
      }
    }
    int[] before = rows;
    rows = Arrays.copyOf(goesOn, going);
    if (going > 0) {
      int size = once.spec().imageSize();
      byte[] again = new byte[going * size];
      for (int k = 0; k < going; k++) {
        System.arraycopy(images, rows[k] * size, again, k * size, size);
      }
      Walk opened = once.open(again, going);
      try {
        opened.step(ofRows(weightBits), ofRows(activationBits));
      } catch (IllegalArgumentException refused) {
        opened.close();
        rows = before;
        throw refused;
      }
      second = opened;
    }
    for (int n = 0; n < samples; n++) {
      if (!left[n] && weightBits[n] == EXIT) {
        left[n] = true;
        System.arraycopy(atFirst, n * fields, kept, n * fields, fields);
      }
    }
  }

  @Override
  public void logits(float[] into) {
    requireOpen(done(), "The walk is not done and has no logits yet.");
    System.arraycopy(answers, 0, into, 0, answers.length);
    if (second != null) {
      spread(second::logits, classes, into);
    }
  }

  private int[] ofRows(int[] ofSamples) {
    if (ofSamples.length < samples) {
      throw new IllegalArgumentException(
          "A step needs a bit-width for each of " + samples + " samples.");
    }
    int[] bits = new int[rows.length];
    Arrays.setAll(bits, k -> ofSamples[rows[k]]);
    return bits;
  }

  /** Writes rows of the second walk where their samples stand. */
  private void spread(Consumer<float[]> source, int width, float[] into) {
    float[] compact = new float[rows.length * width];
    source.accept(compact);
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(compact, k * width, into, rows[k] * width, width);
    }
  }

  private void requireOpen(boolean fits, String message) {
    if (closed) {
      throw new IllegalStateException("The walk is closed.");
    }
    if (!fits) {
      throw new IllegalStateException(message);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      first.close();
      if (second != null) {
        second.close();
      }
    }
  }
}
