package org.arbit.supernet;

import static org.arbit.supernet.FrozenExample.BITS;
import static org.arbit.supernet.FrozenExample.CLASSES;
import static org.arbit.supernet.FrozenExample.FIELDS;
import static org.arbit.supernet.FrozenExample.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.layers.Examples;
import org.junit.jupiter.api.Test;

class SecondPassTest {

  private static final int SAMPLES = 9;

  private final byte[] images = FrozenExample.images(SAMPLES, 5);
  private final SuperNetwork once = FrozenExample.of(Examples.WIDENING, images);
  private final SecondPass twice = new SecondPass(once);
  private final int layers = once.spec().layers();
  private final int head = once.spec().exits().get(0).beforeLayer();

  /** A third leaves at the head of the first pass, a third after it, a third goes on. */
  private int choice(int layer, int sample) {
    if ((sample % 3 == 0 && layer == head) || (sample % 3 == 1 && layer == layers)) {
      return Walk.EXIT;
    }
    return BITS.at((7 * layer + 5 * sample + sample / 3) % BITS.size());
  }

  private int[] choices(int layer) {
    int[] bits = new int[SAMPLES];
    Arrays.setAll(bits, n -> choice(layer, n));
    return bits;
  }

  /** The answer of the network, walked once by this sample alone. */
  private float[] alone(int sample, int pass) {
    int size = IMAGE.size();
    byte[] image = Arrays.copyOfRange(images, sample * size, (sample + 1) * size);
    float[] logits = new float[CLASSES];
    try (Walk walk = once.open(image, 1)) {
      while (!walk.done()) {
        walk.step(new int[] {choice(pass * layers + walk.layer(), sample)});
      }
      walk.logits(logits);
    }
    return logits;
  }

  private static float[] row(float[] rows, int index, int length) {
    return Arrays.copyOfRange(rows, index * length, (index + 1) * length);
  }

  @Test
  void everySampleHasTheAnswerOfThePassAfterWhichItLeft() {
    float[] logits = new float[SAMPLES * CLASSES];
    float[] looked = new float[SAMPLES * CLASSES];
    float[] features = new float[SAMPLES * FIELDS];
    float[] first = new float[SAMPLES * FIELDS];
    float[] atHead = new float[SAMPLES * FIELDS];
    float[] last = new float[SAMPLES * FIELDS];
    try (Walk walk = twice.open(images, SAMPLES)) {
      walk.features(first);
      while (!walk.done()) {
        if (walk.layer() == head) {
          walk.features(atHead);
        }
        if (walk.layer() == layers) {
          walk.exitLogits(looked);
          walk.features(features);
        }
        if (walk.layer() == 2 * layers - 1) {
          walk.features(last);
        }
        walk.step(choices(walk.layer()));
      }
      walk.logits(logits);
    }
    for (int n = 0; n < SAMPLES; n++) {
      boolean goesOn = n % 3 == 2;
      assertThat(row(logits, n, CLASSES))
          .as("sample %d", n)
          .containsExactly(alone(n, goesOn ? 1 : 0));
      assertThat(row(looked, n, CLASSES)).containsExactly(alone(n, 0));
      float[] start = n % 3 == 0 ? atHead : first;
      assertThat(row(features, n, FIELDS)).containsExactly(row(start, n, FIELDS));
      if (!goesOn) {
        assertThat(row(last, n, FIELDS)).containsExactly(row(start, n, FIELDS));
      }
    }
    assertThat(alone(2, 0)).isNotEqualTo(alone(2, 1));
  }

  @Test
  void theBillHasOneStemAndAClassifierForEveryAnswer() {
    NetworkSpec spec = twice.spec();
    assertThat(spec.layers()).isEqualTo(2 * layers);
    assertThat(spec.searchableMacs()).isEqualTo(2 * once.spec().searchableMacs());
    assertThat(BitOps.ofFixed(spec)).isEqualTo(BitOps.ofFixed(once.spec()));
    assertThat(spec.exits())
        .extracting(ExitSpec::beforeLayer)
        .containsExactly(head, layers, layers + head);
    assertThat(BitOps.ofExit(spec.exits().get(1))).isEqualTo(BitOps.ofClassifier(once.spec()));
    assertThat(spec.searchable()).extracting(LayerSpec::name).doesNotHaveDuplicates();
    assertThat(twice.fingerprint()).hasSize(64).isNotEqualTo(once.fingerprint());
  }

  @Test
  void nobodyNeedsToGoOn() {
    int[] four = new int[SAMPLES];
    Arrays.fill(four, 4);
    int[] leave = new int[SAMPLES];
    Arrays.fill(leave, Walk.EXIT);
    float[] logits = new float[SAMPLES * CLASSES];
    float[] expected = new float[SAMPLES * CLASSES];
    try (Walk walk = twice.open(images, SAMPLES);
        Walk single = once.open(images, SAMPLES)) {
      while (!walk.done()) {
        walk.step(walk.layer() == layers ? leave : four);
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
  void aRefusedStepChangesNothing() {
    int[] four = new int[SAMPLES];
    Arrays.fill(four, 4);
    int[] wrong = four.clone();
    wrong[3] = 5;
    Walk walk = twice.open(images, SAMPLES);
    while (walk.layer() < layers) {
      walk.step(four);
    }
    assertThatThrownBy(() -> walk.step(wrong)).isInstanceOf(IllegalArgumentException.class);
    assertThat(walk.layer()).isEqualTo(layers);
    walk.step(four);
    assertThatThrownBy(() -> walk.exitLogits(new float[SAMPLES * CLASSES]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> walk.logits(new float[SAMPLES * CLASSES]))
        .isInstanceOf(IllegalStateException.class);
    walk.close();
    walk.close();
    assertThatThrownBy(() -> walk.step(four)).hasMessageContaining("closed");
  }
}
