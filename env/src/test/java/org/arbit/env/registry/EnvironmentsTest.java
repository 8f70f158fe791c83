package org.arbit.env.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.junit.jupiter.api.Test;

class EnvironmentsTest {

  private record Provider(String id, int places) implements EnvironmentProvider {

    @Override
    public String summary() {
      return "";
    }

    @Override
    public Map<String, Object> defaults() {
      return Map.of("n", places);
    }

    @Override
    public VectorEnv make(EnvRequest request) {
      return SyncVectorEnv.of(request.size(), i -> new ChainEnv(places), request.autoReset());
    }
  }

  private final List<String> warnings = new ArrayList<>();

  @Test
  void builtInsComeByTheServiceLoader() {
    assertThat(Environments.load().ids())
        .contains(
            "BitAllocation-v1",
            "BitAllocationExit-v1",
            "BitAllocationStatic-v1",
            "Bandit-v1",
            "Chain-v1");
  }

  @Test
  void anUnknownIdNamesTheNearest() {
    assertThatThrownBy(() -> Environments.load().get("BitAlocation-v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Maybe \"BitAllocation-v1\"?");
    assertThatThrownBy(() -> Environments.load().get("BitAllocation-v9"))
        .hasMessageContaining("Maybe \"BitAllocation-v1\"?");
    assertThatThrownBy(() -> Environments.load().spec("Chain-v1", Map.of("m", 3)))
        .hasMessageContaining("parameter of Chain-v1");
  }

  @Test
  void versionsResolveWithWarnings() {
    Environments environments =
        Environments.of(List.of(new Provider("X-v2", 5), new Provider("X-v10", 7)), warnings::add);
    assertThat(environments.get("X").id()).isEqualTo("X-v10");
    assertThat(warnings).singleElement().asString().contains("no version");
    assertThat(environments.get("X-v2").id()).isEqualTo("X-v2");
    assertThat(warnings.get(1)).contains("deprecated").contains("X-v10");
    environments.get("X-v10");
    assertThat(warnings).hasSize(2);
    environments.with(new Provider("X-v2", 9));
    assertThat(warnings.get(2)).contains("replaced");
    assertThatThrownBy(
            () ->
                Environments.of(
                    List.of(new Provider("X-v2", 5), new Provider("X-v2", 6)), warnings::add))
        .hasMessageContaining("two environments with the id X-v2");
    assertThatThrownBy(() -> Environments.of(List.of(new Provider("X", 5)), warnings::add))
        .hasMessageContaining("Name-v1");
  }

  @Test
  void aSpecificationMakesAnEqualEnvironmentAfterJson() {
    ToySuperNetwork network = ToySuperNetwork.standard();
    ToyDataset data = ToyDataset.of(network, 30);
    Environments environments = Environments.load();
    Map<String, Object> overrides = Map.of("lambda", List.of(0.01, 0.1), "rollouts", 2);
    try (VectorEnv env =
            environments.vector(
                "BitAllocation-v1", overrides, 4, AutoReset.DISABLED, network, data);
        VectorEnv again =
            environments.vector(
                env.spec().id(),
                EnvSpec.fromJson(env.spec().toJson()).parameters(),
                4,
                AutoReset.DISABLED,
                network,
                data)) {
      assertThat(again.spec()).isEqualTo(env.spec());
      assertThat(again.reset(ResetOptions.seeded(3)).observations())
          .isEqualTo(env.reset(ResetOptions.seeded(3)).observations());
      assertThat(env.spec().parameters()).containsEntry("rollouts", 2L);
    }
  }

  @Test
  void overridesAreCopied() {
    List<Double> range = new ArrayList<>(List.of(0.01, 0.1));
    EnvSpec spec = Environments.load().spec("BitAllocation-v1", Map.of("lambda", range));
    range.set(0, 99.0);
    assertThat(spec.parameters()).containsEntry("lambda", List.of(0.01, 0.1));
  }

  @Test
  void aMissingNetworkIsNamed() {
    assertThatThrownBy(
            () -> Environments.load().vector("BitAllocation-v1", Map.of(), 1, AutoReset.SAME_STEP))
        .hasMessageContaining("needs a super-network");
  }

  @Test
  void aSingleEnvironmentIsAVectorOfOne() {
    try (Env env = Environments.load().single("Chain-v1", Map.of("n", 3), null, null)) {
      env.reset(ResetOptions.seeded(1));
      env.step(1);
      assertThat(env.step(1).terminated()).isTrue();
    }
  }
}
