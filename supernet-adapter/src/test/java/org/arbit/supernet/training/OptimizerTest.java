package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.Optimization.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerTest {

  private static final Workers WORKERS = new Workers(2);

  /** Nesterov's update from rest with gradient g is rate x g x (1 + momentum). */
  @Test
  void decaysWeightsOnly() {
    Parameter weight = Parameter.of("w", Parameter.Group.WEIGHT, 2);
    Parameter shift = Parameter.of("b", Parameter.Group.AFFINE, 2);
    weight.value()[0] = 2;
    shift.value()[0] = 2;
    weight.gradient()[0] = 1;
    shift.gradient()[0] = 1;
    Parameter step = Parameter.of("s", Parameter.Group.STEP, 1);
    step.value()[0] = 2;
    step.gradient()[0] = 1;
    new Optimizer(Method.SGD, List.of(weight, shift, step), 0.1, 0.1, WORKERS).step(0.01, 0.9, 0);
    assertThat(weight.value()[0]).isCloseTo(2 - 0.01f * (1 + 0.1f * 2) * 1.9f, within(1e-6f));
    assertThat(shift.value()[0]).isCloseTo(2 - 0.01f * 1.9f, within(1e-6f));
    assertThat(step.value()[0]).isCloseTo(2 - 0.1f * 0.01f * 1.9f, within(1e-6f));
  }

  @Test
  void noGradientCarriesAStepThroughZero() {
    Parameter step = Parameter.of("s", Parameter.Group.STEP, 2);
    step.value()[0] = 1;
    step.value()[1] = 1;
    step.gradient()[0] = 1000;
    step.gradient()[1] = -1000;
    Optimizer optimizer = new Optimizer(Method.SGD, List.of(step), 0, 1, WORKERS);
    optimizer.step(1, 0.9, 0);
    assertThat(step.value()).containsExactly(new float[] {0.9f, 1.1f}, within(1e-6f));
    for (int i = 1; i < 300; i++) {
      optimizer.step(1, 0.9, i);
    }
    assertThat(step.value()[0]).isPositive();
  }

  /**
   * By algorithm 1 of Adam, with beta1 0.8, beta2 0.999 and gradients 1 and then -0.5: m is 0.2 and
   * 0.06, v is 0.001 and 0.001249. Corrected, m is 1 and 1/6, v is 1 and 0.624812. The rates are
   * 0.1 and 0.05; decay takes 0.1 x 0.2 of 2 and then 0.05 x 0.2 of what is left.
   */
  @Test
  void adamFollowsItsAlgorithmWithDecayApart() {
    Parameter weight = Parameter.of("w", Parameter.Group.WEIGHT, 2);
    Parameter shift = Parameter.of("b", Parameter.Group.AFFINE, 2);
    Optimizer optimizer = new Optimizer(Method.ADAM, List.of(weight, shift), 0.2, 1, WORKERS);
    weight.value()[0] = 2;
    shift.value()[0] = 2;
    weight.gradient()[0] = 1;
    shift.gradient()[0] = 1;
    optimizer.step(0.1, 0.8, 0);
    assertThat(shift.value()[0]).isCloseTo(1.9f, within(1e-5f));
    assertThat(weight.value()[0]).isCloseTo(1.86f, within(1e-5f));
    // First moments, then second ones, as in checkpoints of earlier versions.
    assertThat(optimizer.state().get("optimizer/affine"))
        .containsExactly(new float[] {0.2f, 0f, 0.001f, 0f}, within(1e-6f));
    weight.gradient()[0] = -0.5f;
    shift.gradient()[0] = -0.5f;
    optimizer.step(0.05, 0.8, 1);
    float update = 0.05f / 6 / (float) Math.sqrt(0.624812);
    assertThat(shift.value()[0]).isCloseTo(1.9f - update, within(1e-5f));
    assertThat(weight.value()[0]).isCloseTo(1.86f * 0.99f - update, within(1e-5f));
  }

  /** Parts are none of a user's business: neither in the parameters nor in a checkpoint. */
  @ParameterizedTest
  @EnumSource
  void parametersOfManyPartsAreUpdatedAsEachWouldBeAlone(Method method) {
    int[] lengths = {5, 20_000, 3, 16_384, 40_000, 17};
    List<Parameter> together = new ArrayList<>();
    List<Parameter> alone = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < lengths.length; i++) {
      Parameter parameter = Parameter.of("w" + i, Parameter.Group.WEIGHT, lengths[i]);
      for (int k = 0; k < lengths[i]; k++) {
        parameter.value()[k] = (float) random.nextDouble(-1, 1);
      }
      together.add(parameter);
      alone.add(copy(parameter));
    }
    Optimizer whole = new Optimizer(method, together, 0.01, 1, WORKERS);
    List<Optimizer> each = new ArrayList<>();
    alone.forEach(p -> each.add(new Optimizer(method, List.of(p), 0.01, 1, WORKERS)));
    for (int iteration = 0; iteration < 3; iteration++) {
      for (int i = 0; i < lengths.length; i++) {
        for (int k = 0; k < lengths[i]; k++) {
          float gradient = (float) random.nextDouble(-1, 1);
          together.get(i).gradient()[k] = gradient;
          alone.get(i).gradient()[k] = gradient;
        }
      }
      whole.step(0.1, 0.9, iteration);
      for (Optimizer one : each) {
        one.step(0.1, 0.9, iteration);
      }
    }
    float[] memory = whole.state().get("optimizer/weight");
    int total = Arrays.stream(lengths).sum();
    int begin = 0;
    for (int i = 0; i < lengths.length; i++) {
      int length = lengths[i];
      assertThat(together.get(i).value()).containsExactly(alone.get(i).value());
      float[] own = each.get(i).state().get("optimizer/weight");
      for (int kind = 0; kind * length < own.length; kind++) {
        int at = kind * total + begin;
        assertThat(Arrays.copyOfRange(memory, at, at + length))
            .containsExactly(Arrays.copyOfRange(own, kind * length, (kind + 1) * length));
      }
      begin += length;
    }
    assertThat(memory).hasSize(total * (method == Method.ADAM ? 2 : 1));

    // Another one that goes on from there takes the same step.
    List<Parameter> copies = together.stream().map(OptimizerTest::copy).toList();
    Optimizer restored = new Optimizer(method, copies, 0.01, 1, WORKERS);
    restored.restore((name, length) -> whole.state().get(name));
    for (int i = 0; i < lengths.length; i++) {
      System.arraycopy(together.get(i).gradient(), 0, copies.get(i).gradient(), 0, lengths[i]);
    }
    whole.step(0.1, 0.9, 3);
    restored.step(0.1, 0.9, 3);
    for (int i = 0; i < lengths.length; i++) {
      assertThat(copies.get(i).value()).containsExactly(together.get(i).value());
    }
    assertThat(restored.state().get("optimizer/weight"))
        .containsExactly(whole.state().get("optimizer/weight"));
  }

  private static Parameter copy(Parameter parameter) {
    Parameter copy = Parameter.of(parameter.name(), parameter.group(), parameter.shape());
    System.arraycopy(parameter.value(), 0, copy.value(), 0, copy.value().length);
    return copy;
  }

  @ParameterizedTest
  @EnumSource
  void aBadGradientChangesNothing(Method method) {
    Parameter weight = Parameter.of("w", Parameter.Group.WEIGHT, 2);
    Parameter step = Parameter.of("s", Parameter.Group.STEP, 1);
    weight.gradient()[0] = 1;
    step.gradient()[0] = Float.NaN;
    Optimizer optimizer = new Optimizer(method, List.of(weight, step), 0, 1, WORKERS);
    assertThat(optimizer.step(0.1, 0.9, 0)).isFalse();
    step.gradient()[0] = 1;
    step.value()[0] = Float.POSITIVE_INFINITY;
    assertThat(optimizer.step(0.1, 0.9, 0)).isFalse();
    assertThat(weight.value()).containsExactly(0, 0);
    optimizer.state().values().forEach(memory -> assertThat(memory).containsOnly(0));
  }
}
