package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.arbit.env.EnvSpec;
import org.junit.jupiter.api.Test;

class AllocationConfigTest {

  @Test
  void hasTheDocumentedDefaults() {
    AllocationConfig config = AllocationParameters.read(Map.of());
    assertThat(config).isEqualTo(AllocationConfig.defaults());
    assertThat(config.rewards())
        .containsExactly(
            new AllocationConfig.Weighted("correct", 1),
            new AllocationConfig.Weighted("bitops", 1));
    assertThat(config.observations()).containsExactly("layer", "history", "money", "sample");
    assertThat(config.lambda()).isEqualTo(new Range(0.003, 0.3));
    assertThat(config.budget()).isNull();
    assertThat(config.maskedActions()).isEqualTo(MaskedActions.ERROR);
    assertThat(config.batch()).isEqualTo(1024);
  }

  @Test
  void readsBackWhatItWrites() {
    AllocationConfig config =
        AllocationConfig.defaults()
            .withRewards(
                List.of(
                    new AllocationConfig.Weighted("log-likelihood", 0.5),
                    new AllocationConfig.Weighted("soft-budget", 2)))
            .withObservations("money")
            .withLambda(new Range(0.01, 0.02))
            .withBudget(123456789012L)
            .withSoftBudget(99L)
            .withCost(new CostSetting("table", Map.of("file", "latency.csv", "unit", "ms")))
            .withMaskedActions(MaskedActions.CLAMP)
            .withRollouts(4)
            .withBatch(7);
    EnvSpec spec = new EnvSpec("X-v1", AllocationParameters.write(config), List.of());
    EnvSpec back = EnvSpec.fromJson(spec.toJson());
    assertThat(back).isEqualTo(spec);
    assertThat(AllocationParameters.read(back.parameters())).isEqualTo(config);
  }

  @Test
  void tellsAllViolationsAtOnce() {
    assertThatThrownBy(
            () ->
                AllocationParameters.read(
                    Map.of(
                        "lamda",
                        1,
                        "lambda",
                        List.of(0.3, 0.1),
                        "rewards",
                        List.of("correct", "correct"),
                        "maskedActions",
                        "clam",
                        "rollouts",
                        0,
                        "batch",
                        1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"lamda\"")
        .hasMessageContaining("Maybe [0.1, 0.3]?")
        .hasMessageContaining("correct is given twice")
        .hasMessageContaining("Maybe \"clamp\"?")
        .hasMessageContaining("0 rollouts")
        .hasMessageContaining("Parameter batch: The value is 1.5");
  }

  @Test
  void refusesRangesThatCannotBeDrawn() {
    assertThatThrownBy(() -> AllocationConfig.defaults().withLambda(new Range(0, 0.3)))
        .hasMessageContaining("Maybe at 0.003?");
    assertThatThrownBy(() -> AllocationConfig.defaults().withLambda(31))
        .hasMessageContaining("within [0, 30]");
    assertThatThrownBy(() -> AllocationConfig.defaults().withSoftBudget(0L))
        .hasMessageContaining("soft budget is 0");
  }
}
