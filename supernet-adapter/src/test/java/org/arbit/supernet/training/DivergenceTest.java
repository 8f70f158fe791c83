package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.data.BatchLoader;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.api.Test;

/** What is not a number ends a training, and is told where it began. */
class DivergenceTest {

  private static final DataSplits BARS =
      new DataSplits("bars", "hash", new Bars(64), new Bars(40), new Bars(10));

  private static TrainingConfig config(double what, double learningRate) {
    return TrainingConfigs.tiny("poison", Map.of("step", 3.0, "what", what), 2, learningRate);
  }

  /** Takes two good steps and fails in the third. */
  private static void failsWith(double what, String message) {
    TrainingSession session = new TrainingSession(config(what, 0.01), BARS, new Workers(1));
    try (BatchLoader loader = new BatchLoader(BARS.train(), 16, Augmentation.NONE, 1, 0)) {
      session.next(loader);
      session.next(loader);
      Map<String, Tensor> before = session.state().tensors();
      assertThatThrownBy(() -> session.next(loader))
          .isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("Training stopped at step 3: ")
          .hasMessageContaining(message)
          .hasMessageEndingWith("Maybe lower learningRate, now 0.01?");
      assertThat(session.step()).isEqualTo(2);
      if (what == PoisonRecipe.GRADIENT) {
        String later = "value/classifier.weight";
        assertThat(session.state().tensors().get(later).values())
            .containsExactly(before.get(later).values());
      }
    }
  }

  @Test
  void aBadGradientChangesNoParameter() {
    failsWith(
        PoisonRecipe.GRADIENT,
        "a gradient is not a number, first in layer block1.conv1 (gradient of"
            + " block1.conv1.weight)");
  }

  @Test
  void aBadValueIsFoundWhereItBegan() {
    failsWith(
        PoisonRecipe.SCALE,
        // Bytes have no NaN, so that the loss may hide it where bytes are convolved.
        ", first in layer block1.conv1 (block1.conv1.norm_scale)");
  }

  @Test
  void aBadLossWithoutACauseIsToldAsSuch() {
    failsWith(PoisonRecipe.LOSS, "the loss is NaN, though all layers are finite");
  }

  @Test
  void aBadNetworkIsNeverSaved() {
    TrainingSession session =
        new TrainingSession(config(PoisonRecipe.STATISTIC, 0.01), BARS, new Workers(1));
    try (BatchLoader loader = new BatchLoader(BARS.train(), 16, Augmentation.NONE, 1, 0)) {
      for (int step = 0; step < 3; step++) {
        session.next(loader);
      }
      assertThatThrownBy(session::state)
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("first in layer block1.conv1 (block1.conv1.norm_mean)");
    }
  }

  @Test
  void aBadNetworkIsNeitherValidatedNorReturned() {
    TrainingConfig config =
        TrainingConfigs.tiny("poison", Map.of("step", 8.0, "what", PoisonRecipe.STATISTIC), 2);
    for (int everyEpochs = 0; everyEpochs < 2; everyEpochs++) {
      TrainingConfig validated =
          config.with(Optimization.DEFAULT, Augmentation.NONE, new Validation(everyEpochs, false));
      SuperNetTrainer trainer = new SuperNetTrainer(validated, BARS, new Workers(1));
      assertThatThrownBy(() -> trainer.train(TrainingListener.NONE))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("step 8: a parameter is not a number, first in layer block1.conv1");
    }
  }

  @Test
  void aRateThatIsFarTooHighEndsTheTraining() {
    SuperNetTrainer trainer = new SuperNetTrainer(config(0, 1e36), BARS, new Workers(1));
    assertThatThrownBy(() -> trainer.train(TrainingListener.NONE))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("first in layer");
  }
}
