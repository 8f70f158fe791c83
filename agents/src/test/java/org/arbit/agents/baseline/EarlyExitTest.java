package org.arbit.agents.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.FittedAgent;
import org.arbit.agents.Outcomes;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.junit.jupiter.api.Test;

class EarlyExitTest {

  private static final ToySuperNetwork NETWORK = ToySuperNetwork.builder().exit().build();
  private static final ToyDataset DATA = ToyDataset.of(NETWORK, 100);
  private static final List<Integer> EIGHTS = Collections.nCopies(4, 8);
  private static final NetworkSpec SPEC = NETWORK.spec();

  private static Agent agent(SuperNetwork network) {
    AgentProvider provider = AgentRegistry.load().find("early-exit");
    AgentContext context =
        new AgentContext(EnvSpec.of("Any-v1"), Box.uniform(0, 1, 3), new Discrete(4), 4, 1);
    Agent agent = provider.create(context, provider.defaults());
    ((FittedAgent) agent).fit(network, DATA);
    return agent;
  }

  /** What the head says of a sample at 8 bits, by a walk in which it leaves. */
  private static float[] headLogits(int sample) {
    byte[] image = new byte[SPEC.imageSize()];
    DATA.image(sample, image, 0);
    float[] logits = new float[SPEC.classes()];
    try (Walk walk = NETWORK.open(image, 1)) {
      walk.step(new int[] {8});
      walk.step(new int[] {8});
      walk.step(new int[] {Walk.EXIT});
      walk.step(new int[] {8});
      walk.logits(logits);
    }
    return logits;
  }

  private static double confidence(float[] logits) {
    double sum = 0;
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    for (float logit : logits) {
      sum += Math.exp(logit - greatest);
    }
    return 1 / sum;
  }

  @Test
  void whoIsConfidentLeavesWithTheHeadsAnswerAndEverybodyPaysForLooking() {
    double[] confidences = new double[DATA.size()];
    for (int i = 0; i < confidences.length; i++) {
      confidences[i] = confidence(headLogits(i));
    }
    double[] sorted = confidences.clone();
    Arrays.sort(sorted);
    double threshold = (sorted[49] + sorted[50]) / 2;
    Outcomes outcomes = new ExitRun(NETWORK, DATA).run(EIGHTS, threshold);
    long head = SPEC.exits().get(0).macs() * 64;
    long stem = SPEC.fixed().get(0).macs() * 64;
    long two = (SPEC.layer(0).macs() + SPEC.layer(1).macs()) * 64;
    long all = BitOps.ofFixed(SPEC) + SPEC.searchableMacs() * 64;
    Outcomes full = new ExitRun(NETWORK, DATA).run(EIGHTS, Double.POSITIVE_INFINITY);
    int left = 0;
    for (int i = 0; i < confidences.length; i++) {
      boolean leaves = confidences[i] >= threshold;
      left += leaves ? 1 : 0;
      assertThat(outcomes.networkBitOps()[i])
          .as("sample %d", i)
          .isEqualTo(leaves ? stem + two + head : all + head);
      assertThat(full.networkBitOps()[i]).isEqualTo(all);
      assertThat(Arrays.copyOfRange(outcomes.weightBits(), 4 * i, 4 * i + 4))
          .containsExactly(8, 8, leaves ? 0 : 8, leaves ? 0 : 8);
      assertThat(outcomes.predicted()[i])
          .isEqualTo(
              leaves
                  ? NetworkRun.predicted(headLogits(i), 0, SPEC.classes())
                  : full.predicted()[i]);
    }
    assertThat(left).isEqualTo(50);
  }

  @Test
  void theChoiceFollowsTheTradeOffAndIsNeverWorseThanAnyUniformAllocation() {
    Agent agent = agent(NETWORK);
    double before = Double.POSITIVE_INFINITY;
    for (double tradeOff : new double[] {0, 0.05, 0.5, 5}) {
      Outcomes outcomes = agent.evaluator().evaluate(NETWORK, DATA, tradeOff);
      double bitOps = outcomes.meanNetworkBitOps();
      double value = outcomes.meanLogLikelihood() - tradeOff * Share.of(NETWORK, bitOps);
      assertThat(bitOps).isLessThanOrEqualTo(before);
      before = bitOps;
      for (int bits : NETWORK.bitWidths().toArray()) {
        Outcomes uniform =
            new ExitRun(NETWORK, DATA).run(Collections.nCopies(4, bits), Double.POSITIVE_INFINITY);
        assertThat(value)
            .isGreaterThanOrEqualTo(
                uniform.meanLogLikelihood()
                    - tradeOff * Share.of(NETWORK, uniform.meanNetworkBitOps())
                    - 1e-12);
      }
    }
    // At a price beyond all gain, all leave at the least bits after two of four layers.
    assertThat(agent.evaluator().evaluate(NETWORK, DATA, 1e6).meanBits()).isEqualTo(1);
  }

  @Test
  void aNetworkWithoutHeadsIsRunToTheEnd() {
    ToySuperNetwork plain = ToySuperNetwork.standard();
    Outcomes outcomes = agent(plain).evaluator().evaluate(plain, DATA, 0);
    assertThat(outcomes.weightBits()).doesNotContain(0);
  }

  @Test
  void fittingComesFirst() {
    AgentProvider provider = AgentRegistry.load().find("early-exit");
    AgentContext context =
        new AgentContext(EnvSpec.of("Any-v1"), Box.uniform(0, 1, 3), new Discrete(4), 4, 1);
    Agent agent = provider.create(context, provider.defaults());
    assertThatThrownBy(agent::evaluator).hasMessageContaining("fit");
  }
}
