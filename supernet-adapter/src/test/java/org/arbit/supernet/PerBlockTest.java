package org.arbit.supernet;

import static org.arbit.supernet.FrozenExample.BITS;
import static org.arbit.supernet.FrozenExample.CLASSES;
import static org.arbit.supernet.FrozenExample.FIELDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.layers.Examples;
import org.junit.jupiter.api.Test;

class PerBlockTest {

  private static final int SAMPLES = 10;

  private final byte[] images = FrozenExample.images(SAMPLES, 6);
  private final SuperNetwork layers = FrozenExample.of(Examples.MIXED, images);
  private final SuperNetwork blocks = new PerBlock(layers);

  /** Block of each layer: residual ones have two, the separable one has two, dense ones one. */
  private static final int[] BLOCK = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6};

  /** Every other sample leaves at one of the heads, the others stay to the end. */
  private int choice(int block, int sample) {
    List<Integer> heads = blocks.spec().exits().stream().map(ExitSpec::beforeLayer).toList();
    if (sample % 2 == 0 && block == heads.get(sample / 2 % heads.size())) {
      return Walk.EXIT;
    }
    return BITS.at((5 * block + 3 * sample) % BITS.size());
  }

  private int[] choices(int block) {
    int[] bits = new int[SAMPLES];
    Arrays.setAll(bits, n -> choice(block, n));
    return bits;
  }

  @Test
  void blocksAreWalkedAsTheirLayersAre() {
    List<float[]> shown = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    try (Walk walk = blocks.open(images, SAMPLES);
        Walk single = layers.open(images, SAMPLES)) {
      for (int block = 0; block < 7; block++) {
        assertThat(walk.layer()).isEqualTo(block);
        shown.add(new float[SAMPLES * FIELDS]);
        walk.features(shown.get(block));
        walk.step(choices(block));
      }
      for (int layer = 0; layer < BLOCK.length; layer++) {
        if (layer == 0 || BLOCK[layer] != BLOCK[layer - 1]) {
          float[] features = new float[SAMPLES * FIELDS];
          single.features(features);
          expected.add(features);
        }
        single.step(choices(BLOCK[layer]));
      }
      assertThat(walk.done()).isTrue();
      shown.add(new float[SAMPLES * CLASSES]);
      walk.logits(shown.get(7));
      expected.add(new float[SAMPLES * CLASSES]);
      single.logits(expected.get(7));
    }
    for (int i = 0; i < shown.size(); i++) {
      assertThat(shown.get(i)).as("block %d", i).containsExactly(expected.get(i));
    }
  }

  @Test
  void aBlockCostsWhatItsLayersCost() {
    NetworkSpec spec = blocks.spec();
    assertThat(spec.searchable())
        .extracting(LayerSpec::name)
        .containsExactly(
            "block0", "block1", "block2", "block3", "block4", "block5.dense", "block6.dense");
    assertThat(spec.exits()).extracting(ExitSpec::beforeLayer).containsExactly(1, 4, 5);
    int[] ofBlocks = new int[7];
    Arrays.setAll(ofBlocks, block -> choice(block, 1));
    int[] ofLayers = Arrays.stream(BLOCK).map(block -> ofBlocks[block]).toArray();
    assertThat(BitOps.ofNetwork(spec, Allocation.joint(ofBlocks)))
        .isEqualTo(BitOps.ofNetwork(layers.spec(), Allocation.joint(ofLayers)));
    assertThat(blocks.fingerprint()).hasSize(64).isNotEqualTo(layers.fingerprint());
    LayerSpec second = spec.layer(2);
    assertThat(second.stride()).isEqualTo(2);
    assertThat(second.inputSize()).isEqualTo(layers.spec().layer(4).inputSize());
    assertThat(second.outputSize()).isEqualTo(layers.spec().layer(5).outputSize());
  }

  @Test
  void aRefusedStepChangesNothingAndTwoPassesGoOnTop() {
    int[] four = new int[SAMPLES];
    Arrays.fill(four, 4);
    int[] wrong = four.clone();
    wrong[3] = 5;
    float[] logits = new float[SAMPLES * CLASSES];
    float[] expected = new float[SAMPLES * CLASSES];
    try (Walk walk = new SecondPass(blocks).open(images, SAMPLES);
        Walk single = layers.open(images, SAMPLES)) {
      assertThatThrownBy(() -> walk.step(wrong)).isInstanceOf(IllegalArgumentException.class);
      for (int block = 0; block < 14; block++) {
        assertThat(walk.layer()).isEqualTo(block);
        walk.step(four);
      }
      while (!single.done()) {
        single.step(four);
      }
      walk.logits(logits);
      single.logits(expected);
    }
    assertThat(logits).containsExactly(expected);
  }

  @Test
  void aHeadWithinABlockNeedsLayersThatDecide() {
    NetworkSpec spec = layers.spec();
    NetworkSpec within =
        new NetworkSpec(
            spec.name(),
            spec.channels(),
            spec.height(),
            spec.width(),
            spec.classes(),
            spec.searchable(),
            spec.fixed(),
            List.of(new ExitSpec(1, 30)));
    SuperNetwork other =
        new SuperNetwork() {
          @Override
          public NetworkSpec spec() {
            return within;
          }

          @Override
          public BitWidths bitWidths() {
            return BITS;
          }

          @Override
          public boolean separate() {
            return false;
          }

          @Override
          public List<String> featureNames() {
            return layers.featureNames();
          }

          @Override
          public String fingerprint() {
            return "0";
          }

          @Override
          public Walk open(byte[] images, int samples) {
            return layers.open(images, samples);
          }
        };
    assertThatThrownBy(() -> new PerBlock(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("within a block");
  }
}
