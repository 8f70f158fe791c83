package org.arbit.agents.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.arbit.agents.ActorCriticAgent;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.Rollout;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.Optimiser;
import org.arbit.agents.nn.Precision;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.SeededRandom;
import org.junit.jupiter.api.Test;

/** Four samples of two fields, three actions of which the last is masked. */
class PpoTest {

  private final TrainableNetwork actor = network(3);
  private final TrainableNetwork critic = network(1);
  private final float[] observations = {0.1f, 0.5f, -1, 0.3f, 2, -0.2f, 0.7f, 0.7f};
  private final int[] actions = {0, 1, 1, 0};

  private static TrainableNetwork network(int outputs) {
    return new TrainableNetwork(
        new int[] {2, 4, outputs}, Precision.FLOAT32, 1, new SeededRandom(outputs));
  }

  private Map<String, Double> update(double[] ratios, double[] advantages, Object... settings) {
    int m = ratios.length;
    boolean[] masks = new boolean[3 * m];
    for (int k = 0; k < masks.length; k++) {
      masks[k] = k % 3 != 2;
    }
    double[] logs = new double[3 * m];
    MaskedCategorical.logProbabilities(actor.forward(observations, m), masks, m, 3, logs);
    double[] old = new double[m];
    for (int i = 0; i < m; i++) {
      old[i] = logs[3 * i + actions[i]] - Math.log(ratios[i]);
    }
    Rollout.Batch batch =
        new Rollout.Batch(
            java.util.Arrays.copyOf(observations, 2 * m),
            masks,
            java.util.Arrays.copyOf(actions, m),
            old,
            new double[m],
            advantages);
    HyperParameters values =
        new PpoProvider().defaults().with(Map.of("entropy", 0, "normaliseAdvantages", false));
    for (int k = 0; k < settings.length; k += 2) {
      values = values.with((String) settings[k], settings[k + 1]);
    }
    return new Ppo(values)
        .update(
            new ActorCriticAgent.Parts(
                actor, critic, optimiser(actor), optimiser(critic), new SeededRandom(1), 3),
            batch);
  }

  private static Optimiser optimiser(TrainableNetwork network) {
    return new Optimiser(network.size(), 0.05, 1e9, 1e9);
  }

  @Test
  void theFirstMiniBatchIsThePolicyThatActed() {
    Map<String, Double> metrics =
        update(
            new double[] {1, 1, 1, 1}, new double[] {1, -2, 3, 0.5}, "epochs", 1, "miniBatches", 1);
    assertThat(metrics.get("firstRatioError")).isCloseTo(0, within(1e-12));
    assertThat(metrics.get("approximateKl")).isCloseTo(0, within(1e-12));
    assertThat(metrics.get("clipFraction")).isZero();
    assertThat(metrics.get("policyLoss")).isCloseTo(-2.5 / 4, within(1e-12));
  }

  /** Ratios 1.5 and 0.5 are clipped at 1.2 and 0.8 where that makes the objective smaller. */
  @Test
  void clippingByHand() {
    Map<String, Double> metrics =
        update(
            new double[] {1.5, 0.5, 1.5, 1.1},
            new double[] {1, -2, -1, 4},
            "epochs",
            1,
            "miniBatches",
            1,
            "targetKl",
            100);
    double loss = -(1.2 * 1 + 0.8 * -2 + 1.5 * -1 + 1.1 * 4) / 4;
    assertThat(metrics.get("policyLoss")).isCloseTo(loss, within(1e-9));
    assertThat(metrics.get("clipFraction")).isCloseTo(0.75, within(1e-12));
    double kl =
        (0.5 - Math.log(1.5) - 0.5 - Math.log(0.5) + 0.5 - Math.log(1.5) + 0.1 - Math.log(1.1)) / 4;
    assertThat(metrics.get("approximateKl")).isCloseTo(kl, within(1e-9));
    assertThat(metrics.get("firstRatioError")).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whatIsClippedDoesNotMoveThePolicy() {
    float[] before = actor.parameters();
    update(
        new double[] {1.5, 0.5, 1.3, 0.7},
        new double[] {1, -2, 3, -4},
        "epochs",
        1,
        "miniBatches",
        1,
        "targetKl",
        100);
    assertThat(actor.parameters()).isEqualTo(before);
  }

  @Test
  void advantagesAreNormalisedPerMiniBatchButNotAlone() {
    Map<String, Double> alone =
        update(
            new double[] {1},
            new double[] {3},
            "normaliseAdvantages",
            true,
            "miniBatches",
            1,
            "epochs",
            1);
    assertThat(alone.get("policyLoss")).isCloseTo(-3, within(1e-12));
    Map<String, Double> four =
        update(
            new double[] {1, 1, 1, 1},
            new double[] {3, 5, 7, 9},
            "normaliseAdvantages",
            true,
            "miniBatches",
            1,
            "epochs",
            1);
    assertThat(four.get("policyLoss")).isCloseTo(0, within(1e-12));
  }

  @Test
  void theEpochsStopWhereThePolicyHasMovedTooFar() {
    double[] ones = {1, 1, 1, 1};
    double[] advantages = {5, -5, 5, -5};
    assertThat(update(ones, advantages, "epochs", 50, "targetKl", 1e9).get("epochs")).isEqualTo(50);
    Map<String, Double> stopped = update(ones, advantages, "epochs", 50, "targetKl", 0.001);
    assertThat(stopped.get("epochs")).isLessThan(10);
    assertThat(stopped.get("approximateKl")).isGreaterThan(1.5 * 0.001);
  }
}
