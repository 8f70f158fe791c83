package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.EnvCheck;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.env.registry.Environments;
import org.junit.jupiter.api.Test;

/** Settings away from the defaults keep the rules, and render as they say. */
class SettingsTest {

  @Test
  void otherSettingsKeepTheRules() {
    for (Map<String, Object> settings :
        Arrays.<Map<String, Object>>asList(
            Map.of("rewards", Arrays.asList("log-likelihood", "cost", "teacher-agreement")),
            Map.of("maskedActions", "clamp", "lambda", 0.05),
            Map.of(
                "rewards",
                Arrays.asList("correct", "soft-budget"),
                "softBudget",
                1000,
                "observations",
                Arrays.asList("money", "layer")))) {
      CheckReport report = EnvCheck.check(Environments.load(), BitAllocation.ID, settings);
      assertThat(report.ok()).as(report.toText()).isTrue();
    }
  }

  @Test
  void theSoftBudgetCountsOnlyWhatIsBeyond() {
    ToySuperNetwork network = ToySuperNetwork.standard();
    ToyDataset data = ToyDataset.of(network, 4);
    long most;
    try (Env env = BitAllocation.single(network, data, AllocationConfig.defaults())) {
      most = (long) play(env, 3).info().get("bitOps");
    }
    AllocationConfig config =
        AllocationConfig.defaults().withRewards("soft-budget").withSoftBudget(most - 10);
    try (Env env = BitAllocation.single(network, data, config)) {
      assertThat(play(env, 3).reward()).isEqualTo(-10.0 / most);
      assertThat(play(env, 0).reward()).isZero();
    }
  }

  private static Step play(Env env, int action) {
    Step step = env.reset(ResetOptions.seeded(1));
    while (!step.done()) {
      step = env.step(action);
    }
    return step;
  }

  @Test
  void rendersTheStrip() {
    ToySuperNetwork network = ToySuperNetwork.standard();
    ToyDataset data = ToyDataset.of(network, 4);
    Environments environments = Environments.load();
    try (Env env =
            environments.single(
                BitAllocation.ID, Map.of("renderMode", "ansi", "lambda", 0.03), network, data);
        Env html =
            environments.single(BitAllocation.ID, Map.of("renderMode", "html"), network, data)) {
      env.reset(ResetOptions.seeded(1));
      env.step(1);
      env.step(3);
      assertThat(env.render()).matches("bits 3 8 \\. \\. \\| spent .* lambda 0\\.0300");
      html.reset(ResetOptions.seeded(1));
      html.step(1);
      assertThat(html.render()).startsWith("<div").contains("title=\"conv0\"").contains(">3<");
    }
  }
}
