package org.arbit.experiments.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what {@code quickstart} does. The budget of time is kept by these sizes,
 * never by the clock, so that the same seed gives the same result on every machine.
 *
 * @param seed of data, network, agents and random baselines
 * @param data the images
 * @param supernet the super-network
 * @param environment that the agents act in
 * @param agents each is trained once, over all trade-offs
 * @param tradeOffs where they are evaluated
 */
public record QuickstartConfig(
    long seed,
    DataConfig data,
    SupernetConfig supernet,
    EnvConfig environment,
    List<AgentConfig> agents,
    TradeOffConfig tradeOffs) {

  /** Checks what the parts do not check themselves. */
  public QuickstartConfig {
    agents = List.copyOf(agents);
    new Problems()
        .range("seed", seed, 0, Long.MAX_VALUE)
        .require(!agents.isEmpty(), "agents", agents, "at least one agent")
        .require(
            agents.stream().map(AgentConfig::name).distinct().count() == agents.size(),
            "agents",
            agents.stream().map(AgentConfig::name).toList(),
            "different agents")
        .throwIfAny();
  }

  /**
   * Returns the settings for strokes, or for the images of a folder, which get more time.
   *
   * @param folder with IDX files; null for strokes
   */
  public static QuickstartConfig of(@Nullable String folder, long seed) {
    return folder == null ? strokes(seed) : images(folder, seed);
  }

  private static QuickstartConfig strokes(long seed) {
    return new QuickstartConfig(
        seed,
        new DataConfig(null, 10_000, 8_000, 4_000, 4_000),
        SupernetConfig.resnet8("coquant", 0.05),
        EnvConfig.allocation("log-likelihood", "bitops"),
        twoAgents(1_500_000),
        spread());
  }

  private static QuickstartConfig images(String folder, long seed) {
    return new QuickstartConfig(
        seed,
        new DataConfig(folder, 20_000, 8_000, 4_000, 10_000),
        // At 0.1 the network collapsed on Fashion-MNIST within 20 steps; at 0.03 it learned.
        SupernetConfig.resnet8("coquant", 0.03),
        EnvConfig.allocation("log-likelihood", "bitops"),
        twoAgents(1_500_000),
        spread());
  }

  private static List<AgentConfig> twoAgents(long steps) {
    return List.of(
        new AgentConfig("dqn", steps, 256, Map.of()),
        new AgentConfig("reinforce", steps, 256, Map.of()));
  }

  private static TradeOffConfig spread() {
    return new TradeOffConfig(
        List.of(0.003, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3),
        List.of(0.0, 0.002, 0.004, 0.006, 0.008),
        List.of(),
        1);
  }
}
