package org.arbit.experiments.testing;

import java.util.List;
import java.util.stream.IntStream;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;

/**
 * A network without weights: pixel 0 is the label, pixel 1 the bits that a sample needs on average
 * over the layers to be classified correctly.
 */
public final class FakeNetwork implements SuperNetwork {

  private static final int LAYERS = 3;
  private static final int CLASSES = 4;

  @Override
  public NetworkSpec spec() {
    List<LayerSpec> searchable =
        IntStream.range(0, LAYERS).mapToObj(l -> layer("layer" + l, 1000 * (l + 1))).toList();
    return new NetworkSpec(
        "fake", 1, 1, 2, CLASSES, searchable, List.of(layer("stem", 100)), List.of());
  }

  private static LayerSpec layer(String name, long macs) {
    return new LayerSpec(name, LayerSpec.Kind.CONVOLUTION, 0, 4, 4, 3, 1, 8, 8, 8, 8, macs, 144);
  }

  @Override
  public BitWidths bitWidths() {
    return BitWidths.of(2, 3, 4, 8);
  }

  @Override
  public boolean separate() {
    return false;
  }

  @Override
  public List<String> featureNames() {
    return List.of("need");
  }

  @Override
  public String fingerprint() {
    return "fa4e";
  }

  @Override
  public Walk open(byte[] images, int samples) {
    return new FakeWalk(images.clone(), samples);
  }

  private static final class FakeWalk implements Walk {

    private final byte[] images;
    private final int samples;
    private final int[] bits;
    private int layer;

    FakeWalk(byte[] images, int samples) {
      this.images = images;
      this.samples = samples;
      this.bits = new int[samples];
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
      return layer == LAYERS;
    }

    @Override
    public void features(float[] into) {
      for (int i = 0; i < samples; i++) {
        into[i] = images[2 * i + 1] / 8f;
      }
    }

    @Override
    public void step(int[] weightBits, int[] activationBits) {
      for (int i = 0; i < samples; i++) {
        bits[i] += weightBits[i];
      }
      layer++;
    }

    @Override
    public void logits(float[] into) {
      for (int i = 0; i < samples; i++) {
        boolean enough = bits[i] >= LAYERS * images[2 * i + 1];
        for (int c = 0; c < CLASSES; c++) {
          into[i * CLASSES + c] = 0;
        }
        into[i * CLASSES + (images[2 * i] + (enough ? 0 : 1)) % CLASSES] = 5;
      }
    }

    @Override
    public void close() {}
  }
}
