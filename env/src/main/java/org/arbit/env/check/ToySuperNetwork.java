package org.arbit.env.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.arbit.env.SeededRandom;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.ImageShape;

/**
 * A small super-network in plain integers, with weights drawn from a seed: quick enough for checks
 * that run it thousands of times, and exact, so that a brute-force search tells the best
 * allocation. Images are one channel of 8 x 8 pixels; the searchable layers are 3 x 3 convolutions,
 * the first half with 4 channels at full size, the others with 8 at a quarter.
 *
 * <p>Everything is an 8-bit code. At b bits a tensor keeps the b upper bits of its codes, rounded:
 * fewer bits, coarser codes, other logits.
 */
public final class ToySuperNetwork implements SuperNetwork {

  /** Side of an image, in pixels. */
  public static final int SIDE = 8;

  /** Number of classes. */
  public static final int CLASSES = 4;

  private static final int STEM_CHANNELS = 4;
  private static final int CALIBRATION_IMAGES = 64;

  private final NetworkSpec spec;
  private final BitWidths bitWidths;
  private final boolean separate;
  private final ToyLayer stem;
  private final List<ToyLayer> layers = new ArrayList<>();
  private final ToyLayer classifier;
  private final ToyLayer[] heads;
  private final String fingerprint;

  private ToySuperNetwork(Builder builder) {
    bitWidths = builder.bitWidths;
    separate = builder.separate;
    SeededRandom random = new SeededRandom(builder.seed);
    stem = ToyLayer.convolution("stem", -1, 1, STEM_CHANNELS, SIDE, 1, random);
    ToyLayer before = stem;
    for (int l = 0; l < builder.layers; l++) {
      boolean late = l >= builder.layers / 2;
      int stride = late && before.side() == SIDE ? 2 : 1;
      ToyLayer layer =
          ToyLayer.convolution(
              "conv" + l, l, before.outChannels(), late ? 8 : 4, before.side(), stride, random);
      layers.add(layer);
      before = layer;
    }
    classifier = ToyLayer.head("classifier", before.outChannels(), CLASSES, random);
    heads = new ToyLayer[builder.layers];
    List<ExitSpec> exits = new ArrayList<>();
    if (builder.exit && builder.layers > 1) {
      int l = builder.layers / 2;
      heads[l] = ToyLayer.head("head" + l, layers.get(l - 1).outChannels(), CLASSES, random);
      exits.add(new ExitSpec(l, heads[l].spec().macs()));
    }
    spec =
        new NetworkSpec(
            "toy" + builder.layers,
            1,
            SIDE,
            SIDE,
            CLASSES,
            layers.stream().map(ToyLayer::spec).toList(),
            List.of(stem.spec(), classifier.spec()),
            exits);
    calibrate(random);
    fingerprint = hash();
  }

  /** What a toy is made of: four layers, {2,3,4,8}, joint, no exit, seed 0. */
  public static final class Builder {

    private int layers = 4;
    private BitWidths bitWidths = BitWidths.of(2, 3, 4, 8);
    private boolean separate;
    private boolean exit;
    private long seed;

    private Builder() {}

    /** Sets the number of searchable layers, at least 1. */
    public Builder layers(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("A toy has at least 1 layer, not " + count + ".");
      }
      layers = count;
      return this;
    }

    /** Sets the candidates. */
    public Builder bitWidths(int... bits) {
      bitWidths = BitWidths.of(bits);
      return this;
    }

    /** Gives weights and activations bit-widths of their own. */
    public Builder separate() {
      separate = true;
      return this;
    }

    /** Adds a head before the middle layer. */
    public Builder exit() {
      exit = true;
      return this;
    }

    /** Sets the seed of the weights. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Makes the network. */
    public ToySuperNetwork build() {
      return new ToySuperNetwork(this);
    }
  }

  /** Begins the description of a toy. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the toy of four layers that checks use when none is given. */
  public static ToySuperNetwork standard() {
    return builder().build();
  }

  @Override
  public NetworkSpec spec() {
    return spec;
  }

  @Override
  public BitWidths bitWidths() {
    return bitWidths;
  }

  @Override
  public boolean separate() {
    return separate;
  }

  @Override
  public List<String> featureNames() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, ToyWalk.GROUPS).forEach(g -> names.add("group" + g));
    names.add("mean");
    names.add("zeros");
    return Collections.unmodifiableList(names);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Walk open(byte[] images, int samples) {
    if (samples < 1 || images.length < samples * spec.imageSize()) {
      throw new IllegalArgumentException(
          "A walk of "
              + samples
              + " samples needs "
              + (long) samples * spec.imageSize()
              + " bytes and at least 1 sample, but there are "
              + images.length
              + " bytes.");
    }
    return new ToyWalk(this, images, samples);
  }

  ToyLayer stem() {
    return stem;
  }

  ToyLayer layer(int index) {
    return layers.get(index);
  }

  ToyLayer classifier() {
    return classifier;
  }

  /** Returns the head before a layer that {@link NetworkSpec#exitBefore} names. */
  ToyLayer head(int index) {
    return heads[index];
  }

  /**
   * Scales every layer such that some images fill the range of codes at the greatest bits, and
   * centres the heads.
   */
  private void calibrate(SeededRandom random) {
    int[][] codes = new int[CALIBRATION_IMAGES][spec.imageSize()];
    byte[] image = new byte[spec.imageSize()];
    for (int[] each : codes) {
      ToyImages.paint(random, new ImageShape(1, SIDE, SIDE), image, 0);
      for (int k = 0; k < image.length; k++) {
        each[k] = image[k] & 0xFF;
      }
    }
    calibrate(stem, codes, NetworkSpec.FIXED_BITS);
    for (int l = 0; l < layers.size(); l++) {
      if (spec.exitBefore(l).isPresent()) {
        heads[l].centre(codes);
      }
      calibrate(layers.get(l), codes, bitWidths.max());
    }
    classifier.centre(codes);
  }

  private static void calibrate(ToyLayer layer, int[][] codes, int bits) {
    layer.calibrate(codes, bits);
    for (int k = 0; k < codes.length; k++) {
      codes[k] = layer.run(codes[k], bits, bits);
    }
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((spec.name() + bitWidths + separate).getBytes(StandardCharsets.UTF_8));
      List<ToyLayer> all = new ArrayList<>(layers);
      all.add(stem);
      all.add(classifier);
      spec.exits().forEach(exit -> all.add(heads[exit.beforeLayer()]));
      for (ToyLayer layer : all) {
        for (int value : layer.parameters()) {
          digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
