package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.arbit.supernet.layers.Parameter;
import org.junit.jupiter.api.Test;

class OptimizerTest {

  /** Nesterov's update from rest with gradient g is rate x g x (1 + momentum). */
  @Test
  void decaysWeightsOnly() {
    Parameter weight = Parameter.of("w", Parameter.Group.WEIGHT, 2);
    Parameter shift = Parameter.of("b", Parameter.Group.AFFINE, 2);
    weight.value()[0] = 2;
    shift.value()[0] = 2;
    weight.gradient()[0] = 1;
    shift.gradient()[0] = 1;
    new Optimizer(List.of(weight, shift), 0.9, 0.1, 1).step(0.01, 0);
    assertThat(weight.value()[0]).isCloseTo(2 - 0.01f * (1 + 0.1f * 2) * 1.9f, within(1e-6f));
    assertThat(shift.value()[0]).isCloseTo(2 - 0.01f * 1.9f, within(1e-6f));
  }

  @Test
  void noGradientCarriesAStepThroughZero() {
    Parameter step = Parameter.of("s", Parameter.Group.STEP, 2);
    step.value()[0] = 1;
    step.value()[1] = 1;
    step.gradient()[0] = 1000;
    step.gradient()[1] = -1000;
    Optimizer optimizer = new Optimizer(List.of(step), 0.9, 0, 1);
    optimizer.step(1, 0);
    assertThat(step.value()).containsExactly(new float[] {0.9f, 1.1f}, within(1e-6f));
    for (int i = 1; i < 300; i++) {
      optimizer.step(1, i);
    }
    assertThat(step.value()[0]).isPositive();
  }
}
