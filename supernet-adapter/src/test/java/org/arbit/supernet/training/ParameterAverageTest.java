package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.data.BatchLoader;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.api.Test;

class ParameterAverageTest {

  /**
   * The first value is taken as it is; then decays of 3/12 and 4/13, and from the 8th update on,
   * where (1 + n) / (10 + n) reaches it, 0.5.
   */
  @Test
  void forgetsTheBeginningSoonAndThenSlowly() {
    Parameter parameter = Parameter.of("a", Parameter.Group.WEIGHT, 1);
    ParameterAverage average = new ParameterAverage(List.of(parameter), 0.5);
    double expected = 8;
    parameter.value()[0] = 8;
    average.update(1);
    parameter.value()[0] = 0;
    for (int n = 2; n <= 12; n++) {
      expected *= n == 2 ? 0.25 : n == 3 ? 4.0 / 13 : Math.min(0.5, (1.0 + n) / (10.0 + n));
      average.update(n);
      assertThat(average.tensors().get("a").values()[0])
          .as("update %d", n)
          .isCloseTo((float) expected, within(1e-7f));
      if (n == 3) {
        assertThat(expected).isCloseTo(8.0 / 13, within(1e-12));
      }
    }
  }

  @Test
  void onlyStatisticsAreCopied() {
    Parameter weight = Parameter.of("w", Parameter.Group.WEIGHT, 1);
    Parameter mean = Parameter.of("m", Parameter.Group.STATISTIC, 1);
    ParameterAverage average = new ParameterAverage(List.of(weight, mean), 0.5);
    weight.value()[0] = 3;
    mean.value()[0] = 3;
    average.copyStatistics();
    assertThat(average.tensors().get("w").values()).containsExactly(0);
    assertThat(average.tensors().get("m").values()).containsExactly(3);
  }

  /** What is evaluated and returned is the average of what was learned in each step. */
  @Test
  void theNetworkOfATrainingIsItsAverage() {
    DataSplits bars = new DataSplits("bars", "", new Bars(48), new Bars(10), new Bars(10));
    Optimization optimization =
        new Optimization(Optimization.Method.SGD, Optimization.Schedule.COSINE, 0, 0.2);
    TrainingConfig plain = TrainingConfigs.tiny("dedicated", Map.of(), 1);
    TrainingSession session =
        new TrainingSession(
            plain.with(optimization, Augmentation.NONE, Validation.NONE), bars, new Workers(1));
    List<Map<String, float[]>> raw = new ArrayList<>();
    try (BatchLoader loader = new BatchLoader(bars.train(), 16, Augmentation.NONE, 1, 0)) {
      while (!session.isDone()) {
        session.next(loader);
        Map<String, float[]> values = new HashMap<>();
        session.state().tensors().forEach((name, tensor) -> values.put(name, tensor.values()));
        raw.add(values);
      }
    }
    float[] expected = raw.get(0).get("value/stem.weight");
    for (int step = 1; step < raw.size(); step++) {
      float[] value = raw.get(step).get("value/stem.weight");
      for (int i = 0; i < expected.length; i++) {
        expected[i] = 0.2f * expected[i] + 0.8f * value[i];
      }
    }
    assertThat(session.state().network().parameters().get("stem.weight"))
        .containsExactly(expected, within(1e-6f));
    assertThat(session.finish().parameters().get("stem.weight"))
        .containsExactly(expected, within(1e-6f))
        .isNotEqualTo(raw.get(raw.size() - 1).get("value/stem.weight"));
  }
}
