package org.arbit.agents.reinforce;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.ControllerSettings;
import org.arbit.agents.Episodes;
import org.arbit.agents.Evaluator;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.NetworkState;
import org.arbit.agents.Policy;
import org.arbit.agents.PolicyEvaluator;
import org.arbit.agents.WarmUp;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.Optimiser;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;
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
 * <p>Deviation: both papers subtract the baseline from the whole return; here from the return from
 * the step on, which leaves out what had been paid before.
 */
final class Reinforce implements LearningAgent {

  private final AgentContext context;
  private final int rollouts;
  private final double firstEntropyWeight;
  private final int entropyHalfLife;
  private final boolean normalise;
  private final SeededRandom random;
  private final WarmUp warmUp;
  private final TrainableNetwork actor;
  private final Optimiser optimiser;
  private final @Nullable GreedyBaseline greedy;
  private Episodes episodes;
  private float[] observations = {};
  private boolean[] masks = {};
  private int[] actions = {};
  private long steps;
  private long updates;
  private boolean learning;

  Reinforce(AgentContext context, HyperParameters values) {
    boolean greedyBaseline = values.choice("baseline").equals("greedy");
    this.context = context;
    this.rollouts = greedyBaseline ? 2 : values.integer("rollouts");
    this.firstEntropyWeight = values.real("entropy");
    this.entropyHalfLife = values.integer("entropyHalfLife");
    this.normalise = values.flag("normaliseAdvantages");
    this.random = new SeededRandom(context.seed());
    this.warmUp = new WarmUp(context, values.integer("warmUpSteps"));
    this.actor = ControllerSettings.create(context, values, 0.1, random);
    this.optimiser =
        new Optimiser(
            actor.size(),
            values.real("learningRate"),
            values.integer("halfLife"),
            values.real("gradientNorm"));
    this.greedy =
        greedyBaseline
            ? new GreedyBaseline(
                ControllerSettings.create(context, values, 0.1, random),
                values.integer("baselineEvery"))
            : null;
    this.episodes = new Episodes(context.lanes());
    if (context.lanes() % rollouts != 0) {
      throw new IllegalArgumentException(
          context.lanes()
              + " environments cannot be divided into groups of "
              + rollouts
              + ". Maybe change rollouts?");
    }
  }

  @Override
  public String name() {
    return ReinforceProvider.NAME;
  }

  @Override
  public int rollouts() {
    return rollouts;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void begin() {
    episodes = new Episodes(context.lanes());
  }

  @Override
  public int[] act(float[] observed, boolean[] valid) {
    int n = context.lanes();
    observations = observed;
    masks = valid;
    learning = !warmUp.running();
    if (!learning) {
      actions = warmUp.act(observed, valid, n, random);
      return actions.clone();
    }
    double[] logs = new double[n * context.choices()];
    float[] logits = actor.forward(observed, n);
    MaskedCategorical.logProbabilities(logits, valid, n, context.choices(), logs);
    actions = MaskedCategorical.samples(logs, n, context.choices(), random);
    if (greedy != null) {
      greedy.replaceActions(actor, observed, valid, context.choices(), actions);
    }
    return actions.clone();
  }

  @Override
  public Map<String, Double> observe(VectorStep step) {
    steps += context.lanes();
    if (!learning) {
      if (!warmUp.running()) {
        actor.setNormaliser(warmUp.normaliser());
        if (greedy != null) {
          greedy.replace(actor);
        }
      }
      return Map.of();
    }
    episodes.add(observations, masks, actions, step);
    if (!episodes.complete()) {
      return Map.of();
    }
    Episodes whole = episodes;
    episodes = new Episodes(context.lanes());
    if (greedy != null && greedy.challenging()) {
      greedy.decide(whole, actor);
      return Map.of();
    }
    Map<String, Double> metrics = update(whole);
    if (greedy != null) {
      greedy.afterUpdate();
      metrics.put("baselineReplaced", (double) greedy.replaced());
    }
    return metrics;
  }

  private Map<String, Double> update(Episodes whole) {
    double[][] advantages = advantages(whole);
    Sums sums = new Sums(advantages, normalise);
    for (int t = 0; t < advantages.length; t++) {
      addGradient(whole.rows().get(t), advantages[t], sums);
    }
    double norm = actor.update(optimiser);
    updates++;
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
    int group = rollouts == 1 ? context.lanes() : rollouts;
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
    return firstEntropyWeight * Math.pow(0.5, (double) updates / entropyHalfLife);
  }

  private void addGradient(Episodes.Row row, double[] advantages, Sums sums) {
    int n = context.lanes();
    int a = context.choices();
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
  public Evaluator evaluator() {
    return PolicyEvaluator.of(policy(), context.env());
  }

  @Override
  public AgentState state() {
    AgentState state =
        new AgentState()
            .put("random", random.state())
            .put("steps", steps)
            .put("updates", updates)
            .putAll("warmUp", warmUp.state())
            .putAll("actor", NetworkState.of(actor))
            .putAll("optimiser", NetworkState.of(optimiser));
    return greedy == null ? state : state.putAll("greedy", greedy.state());
  }

  @Override
  public void restore(AgentState state) {
    NetworkState.restore(actor, state.part("actor"));
    NetworkState.restore(optimiser, state.part("optimiser"));
    warmUp.restore(state.part("warmUp"));
    if (greedy != null) {
      greedy.restore(state.part("greedy"));
    }
    random.restore(state.number("random"));
    steps = state.number("steps");
    updates = state.number("updates");
    begin();
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
