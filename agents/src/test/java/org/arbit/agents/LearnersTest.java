package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbit.agents.fixture.DifficultyNetwork;
import org.arbit.agents.fixture.Toy;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.allocation.Range;
import org.arbit.supernet.data.Dataset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnersTest {

  private static final int LANES = 32;
  private static final long EPISODE = 6L * LANES;

  private final DifficultyNetwork network = new DifficultyNetwork();
  private final Dataset train = DifficultyNetwork.data(500, 1);
  private final Dataset test = DifficultyNetwork.data(300, 2);

  private VectorEnv env() {
    return env(LANES);
  }

  private VectorEnv env(int lanes) {
    AllocationConfig config = AllocationConfig.defaults().withRewards("log-likelihood", "bitops");
    return BitAllocation.vector(network, train, config, lanes, AutoReset.SAME_STEP);
  }

  private static LearningAgent create(String name, VectorEnv env, long seed, String... settings) {
    HyperParameters values = AgentRegistry.load().find(name).defaults().with("warmUpSteps", 2000);
    for (String setting : settings) {
      values = values.with(setting.split("=")[0], setting.split("=")[1]);
    }
    return AgentRegistry.load().createLearning(name, AgentContext.of(env, seed), values);
  }

  /** The optimum is known by brute force; {@link OptimumProof} asks for more, on five seeds. */
  @ParameterizedTest
  @CsvSource({"reinforce, 0.99", "a2c, 0.98", "ppo, 0.99", "dqn, 0.85"})
  void oneLearnerServesAllTradeOffsAlmostAsWellAsCanBe(String name, double leastAtTheDearest) {
    Toy toy = new Toy();
    Map<String, Object> settings = name.equals("dqn") ? Map.of("epsilonSteps", 60_000) : Map.of();
    LearningAgent agent = toy.trained(name, 1, 128, 200, new Range(0.003, 0.3), settings);
    for (double tradeOff : new double[] {0.003, 0.03, 0.1}) {
      assertThat(toy.share(agent, tradeOff)).as("at %s", tradeOff).isGreaterThan(0.98);
    }
    assertThat(toy.share(agent, 0.3)).isGreaterThan(leastAtTheDearest);
    Outcomes outcomes = agent.evaluator().evaluate(network, test, 0.3);
    assertThat(outcomes.meanControllerBitOps())
        .isEqualTo(6.0 * (agent.policy().inputs() * 16 + 16 * 4) * 64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reinforce",
        "reinforce baseline=greedy baselineEvery=3",
        "a2c",
        "ppo",
        "dqn",
        "dqn prioritised=true steps=3 epsilon=0.1",
        "dqn dueling=false double=false rollouts=1"
      })
  void resumingIsExact(String description) {
    String[] words = description.split(" ");
    String[] settings = java.util.Arrays.copyOfRange(words, 1, words.length);
    List<AgentState> states = new ArrayList<>();
    TrainingOptions options = TrainingOptions.of(36 * EPISODE, 4).withSegmentSteps(12 * EPISODE);
    AgentState whole;
    try (VectorEnv env = env()) {
      LearningAgent agent = create(words[0], env, 2, settings);
      Training.run(
          agent,
          env,
          options,
          new TrainingListener() {
            @Override
            public void checkpoint(TrainingProgress progress, LearningAgent at) {
              states.add(at.state());
            }
          });
      whole = agent.state();
    }
    assertThat(states).hasSize(3);
    try (VectorEnv env = env()) {
      LearningAgent resumed = create(words[0], env, 99, settings);
      resumed.restore(states.get(1));
      Training.run(resumed, env, options, TrainingListener.NONE);
      assertThat(resumed.state()).isEqualTo(whole);
      assertThat(resumed.updates()).isGreaterThan(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reinforce", "dqn", "a2c", "ppo"})
  void seedDecidesEverything(String name) {
    assertThat(trained(name, 1)).isEqualTo(trained(name, 1)).isNotEqualTo(trained(name, 2));
  }

  private AgentState trained(String name, long seed) {
    try (VectorEnv env = env()) {
      LearningAgent agent = create(name, env, seed);
      Training.run(agent, env, TrainingOptions.of(15 * EPISODE, 1), TrainingListener.NONE);
      return agent.state();
    }
  }

  @ParameterizedTest
  @CsvSource({"60e6", "100e6", "180e6"})
  void randomMeetsTheWantedCost(double wanted) {
    Agent random;
    try (VectorEnv env = env()) {
      random =
          AgentRegistry.load()
              .find("random")
              .create(
                  AgentContext.of(env, 3),
                  AgentRegistry.load().find("random").defaults().with("bitOps", wanted));
    }
    Outcomes outcomes = random.evaluator().evaluate(network, test, 0);
    assertThat(outcomes.meanTotalBitOps()).isCloseTo(wanted, within(0.002 * wanted));
  }

  @ParameterizedTest
  @CsvSource({"2", "8"})
  void uniformCostsMacsTimesSquaredBits(int bits) {
    Agent uniform;
    try (VectorEnv env = env()) {
      uniform =
          AgentRegistry.load()
              .find("uniform")
              .create(
                  AgentContext.of(env, 3),
                  AgentRegistry.load().find("uniform").defaults().with("bits", bits));
    }
    assertThat(uniform.name()).isEqualTo("uniform-" + bits);
    Outcomes outcomes = uniform.evaluator().evaluate(network, test, 0);
    assertThat(outcomes.meanNetworkBitOps()).isEqualTo(30_320 * 64.0 + 3_500_000.0 * bits * bits);
    assertThat(outcomes.meanBits()).isEqualTo(bits);
  }
}
