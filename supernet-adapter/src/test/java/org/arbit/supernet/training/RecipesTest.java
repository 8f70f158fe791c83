package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.data.BatchLoader;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.data.Strokes;
import org.arbit.supernet.data.StrokesConfig;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {

  private static final DataSplits BARS =
      new DataSplits("bars", "", new Bars(320), new Bars(10), new Bars(10));

  private static TrainingConfig config(
      String recipe, BitWidths bits, boolean separate, Map<String, Double> switches) {
    return config(Networks.named("resnet8", 4), recipe, bits, separate, switches);
  }

  private static TrainingConfig config(
      NetworkDescription network,
      String recipe,
      BitWidths bits,
      boolean separate,
      Map<String, Double> switches) {
    return new TrainingConfig(
        network, bits, separate, recipe, switches, 8, 32, 0.05, 0.1, 0.9, 5e-4, 0.1, 1, 4, 0.3, 8,
        1);
  }

  private static SuperNetCheckpoint train(TrainingConfig config) {
    return new SuperNetTrainer(config, BARS, new Workers(2)).train(TrainingListener.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "abn, distillation",
    "abn, sharedAffine",
    "hotswap, wavelet",
    "coquant, collaborative",
    "vertical, mgda",
    "vertical, cascade"
  })
  void everyRecipeLearnsWithItsPartsAndWithoutOne(String recipe, String part) {
    BitWidths bits = BitWidths.of(2, 8);
    for (double value : new double[] {0, 1}) {
      SuperNetCheckpoint checkpoint = train(config(recipe, bits, false, Map.of(part, value)));
      FrozenNetwork network = FrozenNetwork.of(checkpoint, new Workers(2));
      for (int b : bits.toArray()) {
        assertThat(Accuracy.of(network, Allocation.uniform(6, b), BARS.train()))
            .as("%s with %s = %s at %d bits", recipe, part, value, b)
            .isGreaterThan(0.9);
      }
    }
  }

  @Test
  void headsLearnAlongAndDoNotSpoilTheRest() {
    NetworkDescription network = Networks.named("resnet8", 4).withExits(Exits.after(List.of(0, 1)));
    BitWidths bits = BitWidths.of(2, 8);
    SuperNetCheckpoint checkpoint = train(config(network, "abn", bits, false, Map.of()));
    FrozenNetwork frozen = FrozenNetwork.of(checkpoint, new Workers(2));
    for (int b : bits.toArray()) {
      assertThat(Accuracy.of(frozen, Allocation.uniform(6, b), BARS.train()))
          .as("%d bits", b)
          .isGreaterThan(0.9);
      for (int before : new int[] {2, 4}) {
        assertThat(accuracyAtHead(frozen, before, b))
            .as("head before layer %d at %d bits", before, b)
            .isGreaterThan(0.4); // by chance 0.25; a head sees no places, only means
      }
    }
  }

  private static double accuracyAtHead(FrozenNetwork network, int before, int bits) {
    int samples = BARS.train().size();
    byte[] images = new byte[samples * 256];
    for (int i = 0; i < samples; i++) {
      BARS.train().image(i, images, i * 256);
    }
    float[] logits = new float[samples * 4];
    int[] all = new int[samples];
    Arrays.fill(all, bits);
    try (Walk walk = network.open(images, samples)) {
      while (walk.layer() < before) {
        walk.step(all);
      }
      walk.exitLogits(logits);
    }
    int right = 0;
    for (int i = 0; i < samples; i++) {
      right += Accuracy.argMax(logits, 4 * i, 4) == BARS.train().label(i) ? 1 : 0;
    }
    return (double) right / samples;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg-small", "mobilenet-small"})
  void otherNetworksLearn(String name) {
    BitWidths bits = BitWidths.of(4);
    NetworkDescription network = Networks.named(name, 4);
    SuperNetCheckpoint checkpoint = train(config(network, "dedicated", bits, false, Map.of()));
    FrozenNetwork frozen = FrozenNetwork.of(checkpoint, new Workers(2));
    int layers = frozen.spec().layers();
    for (int b : bits.toArray()) {
      assertThat(Accuracy.of(frozen, Allocation.uniform(layers, b), BARS.train()))
          .as("%d bits", b)
          .isGreaterThan(0.9);
    }
  }

  @Test
  void bitWidthsShareScaleAndShiftUnlessSwitchedOff() {
    for (double on : new double[] {0, 1}) {
      TrainingConfig config = config("abn", BitWidths.of(2, 8), false, Map.of("sharedAffine", on));
      float[] scales = train(config).tensors().get("block1.conv1.norm_scale").values();
      float[] low = Arrays.copyOfRange(scales, 0, scales.length / 2);
      float[] high = Arrays.copyOfRange(scales, scales.length / 2, scales.length);
      assertThat(Arrays.equals(low, high)).isEqualTo(on == 1);
    }
  }

  @Test
  void separateBitWidthsHaveABatchNormForEachPair() {
    SuperNetCheckpoint checkpoint = train(config("abn", BitWidths.of(2, 8), true, Map.of()));
    assertThat(checkpoint.separate()).isTrue();
    assertThat(checkpoint.tensors().get("block0.conv1.norm_mean").shape()).containsExactly(4, 4);
    FrozenNetwork network = FrozenNetwork.of(checkpoint, new Workers(1));
    Allocation mixed =
        Allocation.separate(new int[] {2, 8, 2, 8, 2, 8}, new int[] {8, 8, 2, 2, 8, 8});
    assertThat(Accuracy.of(network, mixed, BARS.train())).isGreaterThan(0.8);
  }

  @Test
  void oneBitLearns() {
    SuperNetCheckpoint checkpoint = train(config("dedicated", BitWidths.of(1), false, Map.of()));
    FrozenNetwork network = FrozenNetwork.of(checkpoint, new Workers(1));
    assertThat(Accuracy.of(network, Allocation.uniform(6, 1), BARS.train())).isGreaterThan(0.7);
  }

  @Test
  void fp32LearnsWithoutQuantizersAndIsNotFrozen() {
    BitWidths ignored = BitWidths.of(2, 8);
    SuperNetCheckpoint checkpoint = train(config("fp32", ignored, false, Map.of()));
    assertThat(checkpoint.quantizer()).isEqualTo("none");
    assertThat(checkpoint.tensors().keySet())
        .contains("block2.conv2.weight", "classifier.bias")
        .noneMatch(name -> name.endsWith("_step"));
    assertThat(checkpoint.tensors().get("block0.conv1.norm_mean").shape()).containsExactly(1, 4);
    Workers workers = new Workers(2);
    assertThat(UniformAccuracy.of(checkpoint, BARS.train(), workers))
        .containsOnlyKeys(32)
        .allSatisfy((bits, accuracy) -> assertThat(accuracy).isGreaterThan(0.95));
    assertThatThrownBy(() -> FrozenNetwork.of(checkpoint, workers))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("without quantizers by the recipe fp32")
        .hasMessageContaining("Maybe");
    DataSplits strokes = Strokes.splits(StrokesConfig.DEFAULT, 1, 5, 5, 5);
    assertThatThrownBy(() -> UniformAccuracy.of(checkpoint, strokes.test(), workers))
        .hasMessageContaining("are 1x28x28, but the network resnet8 takes 1x16x16");
  }

  @Test
  void theTeacherOfCoQuantIsTheBestHigherBitWidth() {
    NetworkPlan plan = NetworkPlan.named("resnet8", 4, new ImageShape(1, 8, 8), 4);
    BitWidths bits = BitWidths.of(2, 3, 4, 8);
    CoQuantRecipe on =
        new CoQuantRecipe.Provider()
            .create(
                new RecipeProvider.Context(
                    plan, bits, false, 0, 0, Map.of("collaborative", 1.0, "swap", 0.0)));
    CoQuantRecipe off =
        new CoQuantRecipe.Provider()
            .create(
                new RecipeProvider.Context(
                    plan, bits, false, 0, 0, Map.of("collaborative", 0.0, "swap", 0.0)));
    double[] losses = {0.1, 0.5, 0.3, 0.4};
    for (int i = 0; i < losses.length; i++) {
      on.remember(i, losses[i]);
      off.remember(i, losses[i]);
    }
    // 2 bits are lower than the student, 4 bits (index 2) are the best of the higher ones.
    assertThat(on.teacher(1)).isEqualTo(2);
    assertThat(on.teacher(0)).isEqualTo(2);
    assertThat(on.teacher(2)).isEqualTo(3);
    assertThat(off.teacher(0)).isEqualTo(3);
    // A mean over time: one good batch is not enough.
    on.remember(3, 0.25);
    assertThat(on.teacher(1)).isEqualTo(2);
  }

  /** What coquant remembers after its first step is the cross-entropy of each bit-width. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void coQuantLearnsFromLabelsAloneWithoutDistillation(double distillation) {
    TrainingConfig config =
        TrainingConfigs.tiny("coquant", Map.of("distillation", distillation, "swap", 0.0), 1);
    TrainingSession session = new TrainingSession(config, BARS, new Workers(1));
    try (BatchLoader loader = new BatchLoader(BARS.train(), 16, Augmentation.NONE, 1, 0)) {
      double loss = session.next(loader);
      double[] losses = session.state().numbers("recipe/").get("runningLoss");
      double mean = (losses[0] + losses[1]) / 2;
      if (distillation == 0) {
        assertThat(loss).isCloseTo(mean, within(1e-9));
      } else {
        assertThat(loss).isNotCloseTo(mean, within(1e-3));
      }
    }
  }

  @Test
  void namesAndSwitchesAreAnsweredWithTheNearest() {
    assertThat(Catalog.load("recipe", RecipeProvider.class).names())
        .contains("abn", "hotswap", "coquant", "vertical", "dedicated", "fp32");
    assertThatThrownBy(() -> train(config("abm", BitWidths.of(8), false, Map.of())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Maybe \"abn\"?");
    assertThatThrownBy(() -> train(config("vertical", BitWidths.of(8), false, Map.of("mgdb", 0.0))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Maybe \"mgda\"?");
    assertThatThrownBy(() -> train(config("coquant", BitWidths.of(8), false, Map.of("swap", 1.5))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Switch swap of recipe coquant is 1.5, but must be in [0, 1.0].");
  }
}
