package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.network.Networks;

/** Settings for trainings of a moment. */
final class TrainingConfigs {

  private TrainingConfigs() {}

  /**
   * ResNet-8 of width 2 at 2 and 8 bits, 16 images a step, without warm-up, random allocations,
   * recalibration and constant statistics.
   */
  static TrainingConfig tiny(String recipe, Map<String, Double> switches, int epochs) {
    return tiny(recipe, switches, epochs, 0.05);
  }

  static TrainingConfig tiny(
      String recipe, Map<String, Double> switches, int epochs, double learningRate) {
    return new TrainingConfig(
        Networks.named("resnet8", 2),
        BitWidths.of(2, 8),
        false,
        recipe,
        switches,
        epochs,
        16,
        learningRate,
        0,
        0.9,
        5e-4,
        0.1,
        0,
        0,
        0,
        8,
        1);
  }
}
