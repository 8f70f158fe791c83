package org.arbit.agents.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.FittedAgent;
import org.arbit.agents.Outcomes;
import org.arbit.agents.fixture.DifficultyNetwork;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinesTest {

  private static final double TRADE_OFF = 0.1;

  private final DifficultyNetwork network = new DifficultyNetwork();
  private final Dataset data = DifficultyNetwork.data(150, 5);
  private final AgentContext context =
      new AgentContext(EnvSpec.of("Any-v1"), Box.uniform(0, 1, 3), new Discrete(4), 4, 1);

  private Agent agent(String name) {
    AgentProvider provider = AgentRegistry.load().find(name);
    Agent agent = provider.create(context, provider.defaults());
    if (agent instanceof FittedAgent fitted) {
      fitted.fit(network, data);
    }
    return agent;
  }

  private double value(Outcomes outcomes) {
    return outcomes.meanLogLikelihood()
        - TRADE_OFF * Share.of(network, outcomes.meanNetworkBitOps());
  }

  private double bestUniform() {
    double best = Double.NEGATIVE_INFINITY;
    for (int bits : network.bitWidths().toArray()) {
      NetworkRun.Choice choice = (sample, layer) -> bits;
      best = Math.max(best, value(new NetworkRun(network, data).run(choice, choice)));
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(strings = {"static-greedy", "static-evolution", "cascade", "early-exit"})
  void fittedBaselinesBeatUniformOnesAndStayBelowTheOracle(String name) {
    double value = value(agent(name).evaluator().evaluate(network, data, TRADE_OFF));
    double bound = value(agent("oracle").evaluator().evaluate(network, data, TRADE_OFF));
    assertThat(value).isGreaterThanOrEqualTo(bestUniform()).isLessThanOrEqualTo(bound);
  }

  @Test
  void searchesFindABetterAllocationThanUniform() {
    assertThat(value(agent("static-greedy").evaluator().evaluate(network, data, TRADE_OFF)))
        .isGreaterThan(bestUniform() + 0.001);
  }

  /** Who runs twice has paid for a lower uniform run before the one that counts. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cascadePaysForBothRunsAndForAStemThatIsKeptOnce(boolean keepStem) {
    ToySuperNetwork toy = ToySuperNetwork.builder().build();
    Dataset images = ToyDataset.of(toy, 200);
    AgentProvider provider = AgentRegistry.load().find("cascade");
    FittedAgent cascade =
        (FittedAgent) provider.create(context, provider.defaults().with("keepStem", keepStem));
    cascade.fit(toy, images);
    NetworkSpec spec = toy.spec();
    long stem = BitOps.ofFixed(spec) - BitOps.ofClassifier(spec);
    int again = 0;
    for (double tradeOff : new double[] {0.003, 0.01, 0.03, 0.1, 0.3, 1}) {
      Outcomes outcomes = cascade.evaluator().evaluate(toy, images, tradeOff);
      for (int i = 0; i < outcomes.samples(); i++) {
        int bits = outcomes.weightBits()[i * outcomes.layers()];
        long before = outcomes.networkBitOps()[i] - bitOps(spec, bits);
        if (before > 0) {
          again++;
          assertThat(before + (keepStem ? stem : 0))
              .isIn(bitOps(spec, 2), bitOps(spec, 3), bitOps(spec, 4));
        }
      }
    }
    assertThat(again).isPositive();
  }

  private static long bitOps(NetworkSpec spec, int bits) {
    return BitOps.ofNetwork(spec, Allocation.uniform(spec.layers(), bits));
  }

  @Test
  void oracleRefusesLargeNetworks() {
    AgentProvider provider = AgentRegistry.load().find("oracle");
    Agent oracle = provider.create(context, provider.defaults().with("allocations", 100));
    assertThatThrownBy(() -> oracle.evaluator().evaluate(network, data, 0.1))
        .hasMessageContaining("4096 allocations")
        .hasMessageContaining("Maybe");
  }

  @Test
  void fittingComesFirst() {
    AgentProvider provider = AgentRegistry.load().find("cascade");
    Agent cascade = provider.create(context, provider.defaults());
    assertThatThrownBy(cascade::evaluator).hasMessageContaining("fit");
  }
}
