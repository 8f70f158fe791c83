package org.arbit.env.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.arbit.env.registry.Environments;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BitAllocation-v1",
        "BitAllocationExit-v1",
        "BitAllocationStatic-v1",
        "Bandit-v1",
        "Chain-v1",
        "InvalidActions-v1"
      })
  void builtInEnvironmentsBreakNoRule(String id) {
    CheckReport report = EnvCheck.check(Environments.load(), id, Map.of());
    assertThat(report.ok()).as(report.toText()).isTrue();
    assertThat(report.with(RuleResult.Outcome.WARNING)).as(report.toText()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BitAllocation-v1", "BitAllocationExit-v1", "BitAllocationStatic-v1"})
  void whoLooksAtHeadsBreaksNoRuleEither(String id) {
    Map<String, Object> looking = Map.of("observations", List.of("layer", "money", "head"));
    CheckReport report = EnvCheck.check(Environments.load(), id, looking);
    assertThat(report.ok()).as(report.toText()).isTrue();
  }
}
