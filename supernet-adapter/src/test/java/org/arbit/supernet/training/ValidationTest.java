package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;

class ValidationTest {

  private static final DataSplits BARS =
      new DataSplits("bars", "", new Bars(160), new Bars(60), new Bars(10));

  private final List<EpochReport> reports = new ArrayList<>();

  private SuperNetCheckpoint train(Validation validation, int destroyedIn) {
    TrainingConfig config =
        TrainingConfigs.tiny(
                "poison", Map.of("what", PoisonRecipe.FORGET, "step", (double) destroyedIn), 4)
            .with(Optimization.DEFAULT, Augmentation.NONE, validation);
    return new SuperNetTrainer(config, BARS, new Workers(1)).train(recorder());
  }

  private TrainingListener recorder() {
    return new TrainingListener() {
      @Override
      public void stepDone(TrainingProgress progress) {}

      @Override
      public void epochDone(EpochReport report) {
        reports.add(report);
      }
    };
  }

  @Test
  void theBestEpochOutlivesAWorseEnd() {
    // Ten steps an epoch; in the 35th the classifier forgets everything.
    SuperNetCheckpoint kept = train(new Validation(1, true), 35);
    int best = 0;
    for (int i = 0; i < 4; i++) {
      double mean = mean(reports.get(i));
      assertThat(reports.get(i).best().isPresent())
          .isEqualTo(i == 0 || mean > mean(reports.get(best)));
      best = reports.get(i).best().isPresent() ? i : best;
    }
    assertThat(best).isLessThan(3);
    SuperNetCheckpoint told = reports.get(best).best().orElseThrow();
    kept.parameters()
        .forEach(
            (name, values) ->
                assertThat(values).as(name).containsExactly(told.parameters().get(name)));
    FrozenNetwork frozen = FrozenNetwork.of(kept, new Workers(1));
    assertThat(Accuracy.of(frozen, Allocation.uniform(6, 8), BARS.validation()))
        .isEqualTo(reports.get(best).accuracyByBits().get(8));
  }

  /** Statistics become constant after 28 of 40 steps; the best epoch is from before. */
  @Test
  void statisticsOfTheBestAreEstimatedAgainUnlessTheyWereConstant() {
    TrainingConfig plain =
        TrainingConfigs.tiny("poison", Map.of("step", 29.0, "what", PoisonRecipe.FORGET), 4);
    TrainingConfig config =
        new TrainingConfig(
                plain.network(),
                plain.bitWidths(),
                false,
                plain.recipe(),
                plain.switches(),
                4,
                16,
                0.05,
                0,
                0.9,
                5e-4,
                0.1,
                1,
                2,
                0.3,
                8,
                1)
            .with(Optimization.DEFAULT, Augmentation.NONE, new Validation(1, true));
    SuperNetCheckpoint kept = new SuperNetTrainer(config, BARS, new Workers(1)).train(recorder());
    int best = 0;
    for (int i = 0; i < 4; i++) {
      best = reports.get(i).best().isPresent() ? i : best;
    }
    assertThat(best).isLessThan(2);
    SuperNetCheckpoint expected =
        Recalibration.of(
            reports.get(best).best().orElseThrow(),
            BARS.train(),
            2,
            16,
            8,
            true,
            1,
            new Workers(1));
    kept.parameters()
        .forEach(
            (name, values) ->
                assertThat(values).as(name).containsExactly(expected.parameters().get(name)));
  }

  @Test
  void theLastEpochIsAlwaysValidated() {
    train(new Validation(3, false), 0);
    assertThat(reports)
        .extracting(r -> r.accuracyByBits().keySet().size())
        .containsExactly(0, 0, 2, 2);
    assertThat(reports).allMatch(report -> report.best().isEmpty());
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new Validation(-1, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("everyEpochs is -1");
    assertThatThrownBy(() -> new Validation(0, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("keepBest needs validation");
    assertThatThrownBy(
            () ->
                new Optimization(
                    Optimization.Method.SGD, Optimization.Schedule.COSINE, 1, Double.NaN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("labelSmoothing is 1.0")
        .hasMessageContaining("averageDecay is NaN");
  }

  private static double mean(EpochReport report) {
    return report.accuracyByBits().values().stream().mapToDouble(v -> v).average().orElseThrow();
  }
}
