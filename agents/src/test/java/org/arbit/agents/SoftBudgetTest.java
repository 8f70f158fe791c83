package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.arbit.agents.fixture.DifficultyNetwork;
import org.arbit.agents.fixture.Optimum;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.check.BanditEnv;
import org.arbit.supernet.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two environments with a budget of 100 BitOps and a rate of 0.5; then whole trainings. */
class SoftBudgetTest {

  private final SoftBudget budget =
      new SoftBudget(
          2,
          HyperParameters.defaults(SoftBudget.parameters())
              .with(Map.of("softBudget", 100, "multiplierRate", 0.5)));

  private static VectorStep step(boolean done, long... bitOps) {
    return new VectorStep(
        new float[2],
        new boolean[] {true, true},
        new double[] {1, 2},
        new boolean[] {done, done},
        new boolean[2],
        Map.of("bitOps", done ? new long[] {7, 7} : bitOps),
        done ? new float[2] : null,
        done ? Map.of("bitOps", bitOps) : Map.of());
  }

  private double afterEpisode(long first, long second) {
    budget.costs(step(true, first, second));
    budget.adapt();
    return budget.multiplier();
  }

  @Test
  void costsAreWhatEachStepAdds() {
    assertThat(budget.costs(step(false, 30, 50))).containsExactly(0.3, 0.5);
    assertThat(budget.costs(step(true, 80, 55))).containsExactly(new double[] {0.5, 0.05});
    assertThat(budget.costs(step(false, 10, 20))).containsExactly(0.1, 0.2);
    budget.clear();
    assertThat(budget.costs(step(false, 10, 20))).containsExactly(0.1, 0.2);
  }

  @Test
  void multiplierRisesAboveTheBudgetFallsBelowAndIsNeverNegative() {
    assertThat(budget.multiplier()).isZero();
    assertThat(afterEpisode(150, 250)).isCloseTo(0.5, within(1e-12));
    assertThat(budget.meanBitOps()).isCloseTo(200, within(1e-9));
    assertThat(afterEpisode(100, 120)).isCloseTo(0.55, within(1e-12));
    assertThat(afterEpisode(60, 60)).isCloseTo(0.35, within(1e-12));
    assertThat(afterEpisode(1, 1)).isZero();
  }

  @Test
  void multiplierWaitsForAsManyEpisodesAsThereAreEnvironments() {
    VectorStep one =
        new VectorStep(
            new float[2],
            new boolean[] {true, true},
            new double[2],
            new boolean[] {true, false},
            new boolean[2],
            Map.of("bitOps", new long[] {300, 10}),
            null,
            Map.of());
    budget.costs(one);
    budget.adapt();
    assertThat(budget.multiplier()).isZero();
    budget.costs(one);
    budget.adapt();
    assertThat(budget.multiplier()).isCloseTo(1, within(1e-12));
  }

  @Test
  void priceIsTakenFromTheReward() {
    double[] priced =
        new Experience(
                new float[2],
                new boolean[2],
                new int[2],
                new double[] {1, 2},
                new double[] {0.5, 3},
                step(false, 0, 0))
            .priced(0.1);
    assertThat(priced).containsExactly(new double[] {0.95, 1.7}, within(1e-12));
  }

  @Test
  void anEnvironmentWithoutBitOpsIsRefused() {
    AgentProvider provider = AgentRegistry.load().find("reinforce");
    try (VectorEnv env = BanditEnv.vector(8, 4, AutoReset.SAME_STEP)) {
      LearningAgent agent =
          AgentRegistry.load()
              .createLearning(
                  "reinforce",
                  AgentContext.of(env, 1),
                  provider.defaults().with(Map.of("softBudget", 5, "rollouts", 1)));
      assertThatThrownBy(
              () -> Training.run(agent, env, TrainingOptions.of(100, 1), TrainingListener.NONE))
          .hasMessageContaining("tell no bitOps")
          .hasMessageContaining("Maybe set softBudget to 0?");
    }
  }

  /** The optimum under the bound, by brute force over all allocations of every sample. */
  @ParameterizedTest
  @ValueSource(strings = {"reinforce", "dqn"})
  void learnersFindTheBestPolicyThatKeepsTheBudget(String name) {
    double bound = 45e6;
    DifficultyNetwork network = new DifficultyNetwork();
    Dataset data = DifficultyNetwork.data(500, 1);
    Optimum best = Optimum.within(data, bound);
    double price = best.tradeOff() * bound / DifficultyNetwork.bitOps(8);
    AllocationConfig config =
        AllocationConfig.defaults().withRewards("log-likelihood").withLambda(0);
    HyperParameters values =
        AgentRegistry.load()
            .find(name)
            .defaults()
            .with(Map.of("softBudget", bound, "warmUpSteps", 2000));
    if (name.equals("dqn")) {
      values = values.with("epsilonSteps", 30_000);
    }
    LearningAgent agent;
    double multiplier;
    try (VectorEnv env = BitAllocation.vector(network, data, config, 64, AutoReset.SAME_STEP)) {
      agent = AgentRegistry.load().createLearning(name, AgentContext.of(env, 1), values);
      Training.Result result =
          Training.run(agent, env, TrainingOptions.of(250 * 6 * 64, 1), TrainingListener.NONE);
      multiplier = result.progress().metrics().get("multiplier");
    }
    Outcomes outcomes = agent.evaluator().evaluate(network, data, 0);
    double spent = outcomes.meanNetworkBitOps();
    assertThat(spent).isBetween(0.93 * bound, 1.05 * bound);
    assertThat(multiplier).isCloseTo(price, within(0.3 * price));
    assertThat(outcomes.meanLogLikelihood())
        .isGreaterThan(Optimum.within(data, spent).meanLogLikelihood() - 0.01);
  }
}
