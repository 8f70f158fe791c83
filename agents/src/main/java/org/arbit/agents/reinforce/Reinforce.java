package org.arbit.agents.reinforce;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.ControllerSettings;
import org.arbit.agents.Episodes;
import org.arbit.agents.Experience;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.NetworkLearner;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.NetworkState;
import org.arbit.agents.Policy;
import org.arbit.agents.TradeOffScale;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.Optimiser;
import org.arbit.agents.nn.TrainableNetwork;
import org.jspecify.annotations.Nullable;

/**
 * REINFORCE (Williams 1992, equation 4) with the return from each step on, and a baseline that
 * needs no critic:
 *
 * <pre>  loss = - mean over steps of (G - b) log pi(action) - entropy H(pi)</pre>
 *
 * <ul>
 *   <li>{@code shared}: k neighbouring environments get the same sample and trade-off; b is the
 *       mean of the other k - 1 at the same step (leave-one-out; Kool et al. 2019, "Buy 4 REINFORCE
 *       samples, get a baseline for free", equation 8). It removes what makes a sample easy or
 *       hard, which is most of the variance. With k = 1, b is the mean over all environments.
 *   <li>{@code greedy}: b is what a frozen copy of the policy gets on the same sample by its best
 *       actions; the copy is replaced only where the policy is significantly better (Kool et al.
 *       2019, "Attention, learn to solve routing problems!", algorithm 1; {@link GreedyBaseline}).
 * </ul>
 *
 * <p>With {@code tradeOffPivot} above 0, returns are divided by a number that grows with their
 * trade-off ({@link TradeOffScale}), which changes no best action.
 *
 * <p>Deviation: both papers subtract the baseline from the whole return; here from the return from
 * the step on, which leaves out what had been paid before.
 */
final class Reinforce extends NetworkLearner {

  private final double firstEntropyWeight;
  private final int entropyHalfLife;
  private final boolean normalise;
  private final TradeOffScale scale;
  private final TrainableNetwork actor;
  private final Optimiser optimiser;
  private final @Nullable GreedyBaseline greedy;
  private Episodes episodes;

  Reinforce(AgentContext context, HyperParameters values) {
    super(
        ReinforceProvider.NAME, context, values, isGreedy(values) ? 2 : values.integer("rollouts"));
    this.firstEntropyWeight = values.real("entropy");
    this.entropyHalfLife = values.integer("entropyHalfLife");
    this.normalise = values.flag("normaliseAdvantages");
    this.scale = new TradeOffScale(values.real("tradeOffPivot"));
    this.actor = ControllerSettings.create(context, values, 0.1, random());
    this.optimiser =
        new Optimiser(
            actor.size(),
            values.real("learningRate"),
            values.integer("halfLife"),
            values.real("gradientNorm"));
    this.greedy =
        isGreedy(values)
            ? new GreedyBaseline(
                ControllerSettings.create(context, values, 0.1, random()),
                values.integer("baselineEvery"))
            : null;
    this.episodes = new Episodes(context.lanes());
  }

  private static boolean isGreedy(HyperParameters values) {
    return values.choice("baseline").equals("greedy");
  }

  @Override
  protected void forget() {
    episodes = new Episodes(context().lanes());
  }

  @Override
  protected int[] explore(float[] observed, boolean[] valid) {
    int n = context().lanes();
    int a = context().choices();
    double[] logs = new double[n * a];
    MaskedCategorical.logProbabilities(actor.forward(observed, n), valid, n, a, logs);
    int[] actions = MaskedCategorical.samples(logs, n, a, random());
    if (greedy != null) {
      greedy.replaceActions(actor, observed, valid, a, actions);
    }
    return actions;
  }

  @Override
  protected void normalise(InputNormaliser normaliser) {
    actor.setNormaliser(normaliser);
    if (greedy != null) {
      greedy.replace(actor);
    }
  }

  @Override
  protected Map<String, Double> learn(Experience experience) {
    episodes.add(
        experience.observations(),
        experience.masks(),
        experience.actions(),
        scaled(experience),
        experience.step());
    if (!episodes.complete()) {
      return Map.of();
    }
    Episodes whole = episodes;
    forget();
    if (greedy != null && greedy.challenging()) {
      greedy.decide(whole, actor);
      return Map.of();
    }
    Map<String, Double> metrics = attempt(() -> update(whole));
    if (greedy != null) {
      greedy.afterUpdate();
      metrics.put("baselineReplaced", (double) greedy.replaced());
    }
    return metrics;
  }

  /** Returns the rewards, the price of a soft budget subtracted, in the size of their trade-off. */
  private double[] scaled(Experience experience) {
    double[] rewards = experience.priced(multiplier());
    double[] divisors = scale.divisors(experience.step());
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] /= divisors[i];
    }
    return rewards;
  }

  private Map<String, Double> update(Episodes whole) {
    double[][] advantages = advantages(whole);
    Sums sums = new Sums(advantages, normalise);
    for (int t = 0; t < advantages.length; t++) {
      addGradient(whole.rows().get(t), advantages[t], sums);
    }
    double norm = actor.update(optimiser);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", sums.loss / sums.count);
    metrics.put("entropy", sums.entropy / sums.count);
    metrics.put("advantageDeviation", sums.deviation);
    metrics.put("gradientNorm", norm);
    return metrics;
  }

  /** Returns G - b, {@code steps x n}; NaN where nothing is learnt. */
  private double[][] advantages(Episodes whole) {
    double[][] returns = whole.returns(1);
    int group = rollouts() == 1 ? context().lanes() : rollouts();
    for (int t = 0; t < returns.length; t++) {
      boolean[] kept = whole.rows().get(t).kept();
      if (greedy == null) {
        SharedBaseline.subtract(returns[t], kept, group);
      } else {
        GreedyBaseline.subtract(returns[t], kept);
      }
    }
    return returns;
  }

  /**
   * A bonus that stays large drowns what bits cost: where any bit-width is right, the policy would
   * choose by chance. One that is small from the start lets it settle before it has looked around.
   */
  private double entropyWeight() {
    return firstEntropyWeight * Math.pow(0.5, (double) updates() / entropyHalfLife);
  }

  private void addGradient(Episodes.Row row, double[] advantages, Sums sums) {
    int n = context().lanes();
    int a = context().choices();
    float[] logits = actor.forward(row.observations(), n);
    double[] logs = new double[n * a];
    MaskedCategorical.logProbabilities(logits, row.masks(), n, a, logs);
    float[] slope = new float[n * a];
    double entropyWeight = entropyWeight();
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(advantages[i])) {
        continue;
      }
      double weight = advantages[i] / sums.scale / sums.count;
      int action = row.actions()[i];
      MaskedCategorical.gradient(logs, i, a, action, weight, entropyWeight / sums.count, slope);
      double entropy = MaskedCategorical.entropy(logs, i, a);
      sums.entropy += entropy;
      sums.loss -= advantages[i] / sums.scale * logs[i * a + action] + entropyWeight * entropy;
    }
    actor.backward(slope, n);
  }

  @Override
  public Policy policy() {
    return NetworkPolicy.softmax(actor.freeze());
  }

  @Override
  protected AgentState networks() {
    return new AgentState()
        .putAll("actor", NetworkState.of(actor))
        .putAll("optimiser", NetworkState.of(optimiser));
  }

  @Override
  protected void restoreNetworks(AgentState state) {
    NetworkState.restore(actor, state.part("actor"));
    NetworkState.restore(optimiser, state.part("optimiser"));
  }

  @Override
  protected AgentState memory() {
    return greedy == null ? super.memory() : greedy.state();
  }

  @Override
  protected void restoreMemory(AgentState state) {
    if (greedy != null) {
      greedy.restore(state);
    }
  }

  /** Scale of the advantages, and sums over the steps that are learnt from. */
  private static final class Sums {
    final int count;
    final double deviation;
    final double scale;
    double loss;
    double entropy;

    Sums(double[][] advantages, boolean normalise) {
      int counted = 0;
      double square = 0;
      for (double[] row : advantages) {
        for (double value : row) {
          if (!Double.isNaN(value)) {
            counted++;
            square += value * value;
          }
        }
      }
      count = Math.max(1, counted);
      deviation = Math.sqrt(square / count);
      scale = normalise ? deviation + 1e-8 : 1;
    }
  }
}
