package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.EnvCheck;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.cost.CostRequest;
import org.arbit.supernet.cost.CostTemplate;
import org.arbit.supernet.cost.WeightBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void theCostTermCountsInTheModelThatIsChosen(@TempDir Path folder) throws IOException {
    ToySuperNetwork network = ToySuperNetwork.standard();
    ToyDataset data = ToyDataset.of(network, 4);
    // 1 for every row, but 5 for those at the greatest bits: the whole is 4 x 5 and the fixed ones.
    CostRequest request = CostRequest.of(network);
    int fixed = network.spec().fixed().size() + network.spec().exits().size();
    String[] lines = CostTemplate.csv(request).split("\n");
    for (int i = 1; i < lines.length; i++) {
      boolean greatest = lines[i].contains(",8,8,") && i < lines.length - fixed;
      lines[i] += greatest ? "5" : "1";
    }
    Path file = folder.resolve("cost.csv");
    Files.writeString(file, String.join("\n", lines));
    double whole = 5.0 * network.spec().layers() + network.spec().fixed().size();
    Map<String, Object> settings =
        Map.of(
            "rewards",
            List.of("cost"),
            "lambda",
            0.5,
            "cost",
            Map.of("name", "table", "file", file.toString()));
    try (Env env = BitAllocation.single(network, data, AllocationParameters.read(settings))) {
      env.reset(ResetOptions.seeded(1));
      assertThat(env.step(0).reward()).isCloseTo(-0.5 / whole, within(1e-15));
      assertThat(env.step(3).reward()).isCloseTo(-0.5 * 5 / whole, within(1e-15));
    }
    AllocationConfig bytes =
        AllocationConfig.defaults().withRewards("cost").withLambda(1).withCost("weight-bytes");
    double all = WeightBytes.ofNetwork(network.spec(), Allocation.uniform(4, 8));
    try (Env env = BitAllocation.single(network, data, bytes)) {
      env.reset(ResetOptions.seeded(1));
      double layer = network.spec().layer(0).weights() * 2 / 8.0;
      assertThat(env.step(0).reward()).isCloseTo(-layer / all, within(1e-15));
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
