package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Strokes;
import org.arbit.supernet.data.StrokesConfig;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuperNetTrainerTest {

  private static final BitWidths BITS = BitWidths.of(2, 4, 8);
  private static final DataSplits DATA = Strokes.splits(StrokesConfig.DEFAULT, 1, 320, 10, 100);

  private static TrainingConfig config(int epochs, long seed) {
    return new TrainingConfig(
        Networks.named("resnet8", 4),
        BITS,
        false,
        "abn",
        Map.of(),
        epochs,
        32,
        0.1,
        0.1,
        0.9,
        5e-4,
        0.1,
        1,
        4,
        0.3,
        8,
        seed);
  }

  private static SuperNetCheckpoint train(int epochs, long seed, int workers) {
    return new SuperNetTrainer(config(epochs, seed), DATA, new Workers(workers))
        .train(TrainingListener.NONE);
  }

  @Test
  void theSameSeedGivesTheSameBitsWhateverTheNumberOfWorkers() {
    SuperNetCheckpoint one = train(1, 5, 1);
    SuperNetCheckpoint two = train(1, 5, 2);
    SuperNetCheckpoint other = train(1, 6, 2);
    for (String name : one.tensors().keySet()) {
      assertThat(two.parameters().get(name)).as(name).containsExactly(one.parameters().get(name));
    }
    assertThat(other.parameters().get("block2.conv2.weight"))
        .isNotEqualTo(one.parameters().get("block2.conv2.weight"));
  }

  /** Exact sums and rounded ones differ in the last digits of the first step, and so afterwards. */
  @Test
  void forwardPassesAddCodesOrValues() {
    List<Double> exact = new ArrayList<>();
    List<Double> rounded = new ArrayList<>();
    TrainingConfig config = config(1, 5);
    SuperNetCheckpoint codes =
        new SuperNetTrainer(config, DATA, new Workers(2)).train(p -> exact.add(p.loss()));
    SuperNetCheckpoint values =
        new SuperNetTrainer(config.withIntegerForward(false), DATA, new Workers(2))
            .train(p -> rounded.add(p.loss()));
    assertThat(exact.get(0)).isCloseTo(rounded.get(0), within(1e-4));
    assertThat(codes.parameters().get("block2.conv2.weight"))
        .isNotEqualTo(values.parameters().get("block2.conv2.weight"));
  }

  @Test
  void learnsAtEveryBitWidth() {
    DataSplits bars = new DataSplits("bars", "", new Bars(320), new Bars(10), new Bars(10));
    List<Double> losses = new ArrayList<>();
    SuperNetCheckpoint checkpoint =
        new SuperNetTrainer(config(6, 1), bars, new Workers(2))
            .train(progress -> losses.add(progress.loss()));
    assertThat(losses).hasSize(60);
    assertThat(losses.get(59)).isLessThan(0.2 * losses.get(0));
    FrozenNetwork network = FrozenNetwork.of(checkpoint, new Workers(2));
    for (int bits : BITS.toArray()) {
      assertThat(Accuracy.of(network, Allocation.uniform(6, bits), bars.train()))
          .as("%d bits", bits)
          .isGreaterThan(0.95);
    }
  }

  @ParameterizedTest
  @CsvSource({"SGD, 0.05", "ADAM, 0.005"})
  void learnsWithEverythingOn(Optimization.Method optimizer, double learningRate) {
    DataSplits bars = new DataSplits("bars", "", new Bars(320), new Bars(40), new Bars(10));
    TrainingConfig plain = TrainingConfigs.tiny("abn", Map.of(), 5, learningRate);
    TrainingConfig config =
        plain.with(
            new Optimization(optimizer, Optimization.Schedule.ONE_CYCLE, 0.1, 0.9),
            new Augmentation(1, true, 3),
            new Validation(1, true));
    SuperNetCheckpoint checkpoint =
        new SuperNetTrainer(config, bars, new Workers(2)).train(TrainingListener.NONE);
    assertThat(UniformAccuracy.of(checkpoint, bars.train(), new Workers(2)).values())
        .allSatisfy(accuracy -> assertThat(accuracy).isGreaterThan(0.9));
  }

  @Test
  void allSettingsOutOfRangeAreReportedAtOnce() {
    assertThatThrownBy(
            () ->
                new TrainingConfig(
                    Networks.named("resnet8", 4),
                    BITS,
                    false,
                    "abn",
                    Map.of(),
                    0,
                    1,
                    -1,
                    0.1,
                    0.9,
                    0,
                    0.1,
                    1,
                    4,
                    0.3,
                    8,
                    1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("epochs is 0")
        .hasMessageContaining("batch is 1")
        .hasMessageContaining("learningRate is -1.0");
  }
}
