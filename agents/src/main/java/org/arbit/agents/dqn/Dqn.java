package org.arbit.agents.dqn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Evaluator;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.Policy;
import org.arbit.agents.PolicyEvaluator;
import org.arbit.agents.WarmUp;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;

/**
 * Deep Q-learning (Mnih et al. 2015, algorithm 1) on n environments side by side, one update of a
 * batch per vector step:
 *
 * <pre>  loss = mean of w Huber(Q(s, a) - (r + bootstrap Q_target(s', a')))</pre>
 *
 * <p>a' is the best valid action of s' by the target network, or with {@code double} by the
 * learning one (van Hasselt et al. 2016, arXiv 1509.06461, equation 4). Switches: {@code dueling}
 * ({@link QFunction}), {@code steps} above 1 ({@link NStep}), {@code prioritised} ({@link
 * Sampler}). A terminated episode does not bootstrap, a truncated one does. Exploration is
 * epsilon-greedy with a linear schedule in environment steps, over valid actions only.
 *
 * <p>Deviation: with {@code rollouts} k above 1, k neighbouring environments get the same sample,
 * and where all of them end together the last reward of each is lessened by the mean return of the
 * others. That shifts all values of a sample alike, whatever is done, so the best actions are the
 * same; but it removes what makes a sample easy or hard, which is most of the targets' variance.
 */
final class Dqn implements LearningAgent {

  private final AgentContext context;
  private final Settings settings;
  private final SeededRandom random;
  private final WarmUp warmUp;
  private final QFunction online;
  private final QFunction target;
  private final QFunction.Optimisers optimisers;
  private final ReplayBuffer buffer;
  private final Sampler sampler;
  private final NStep pending;
  private final GroupBaseline baseline;
  private float[] observations = {};
  private boolean[] masks = {};
  private int[] actions = {};
  private long steps;
  private long updates;
  private boolean learning;

  /** Numbers read once from the hyper-parameters. */
  private record Settings(
      boolean doubleTarget,
      int batch,
      int targetEvery,
      int rollouts,
      double epsilonFinal,
      double epsilonSteps) {

    static Settings of(HyperParameters values) {
      return new Settings(
          values.flag("double"),
          values.integer("batchSize"),
          values.integer("targetEvery"),
          values.integer("rollouts"),
          values.real("epsilon"),
          values.integer("epsilonSteps"));
    }
  }

  Dqn(AgentContext context, HyperParameters values) {
    int capacity = values.integer("replayCapacity");
    this.context = context;
    this.settings = Settings.of(values);
    this.random = new SeededRandom(context.seed());
    this.warmUp = new WarmUp(context, values.integer("warmUpSteps"));
    this.online = QFunction.create(context, values, random);
    this.target = QFunction.create(context, values, random);
    this.optimisers = new QFunction.Optimisers(online, values);
    this.buffer = new ReplayBuffer(capacity, context.fields(), context.choices());
    this.sampler =
        new Sampler(
            values.flag("prioritised"),
            values.real("priorityExponent"),
            values.real("importanceExponent"),
            capacity);
    this.pending =
        new NStep(
            context.lanes(), values.integer("steps"), values.real("discount"), context.choices());
    this.baseline = new GroupBaseline(context.lanes(), settings.rollouts);
    target.copyFrom(online);
  }

  @Override
  public String name() {
    return DqnProvider.NAME;
  }

  @Override
  public int rollouts() {
    return settings.rollouts;
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
    pending.clear();
    baseline.clear();
  }

  @Override
  public int[] act(float[] observed, boolean[] valid) {
    int n = context.lanes();
    int a = context.choices();
    observations = observed;
    masks = valid;
    learning = !warmUp.running();
    if (!learning) {
      actions = warmUp.act(observed, valid, n, random);
      return actions.clone();
    }
    double epsilon = epsilon();
    float[] preferences = online.preferences(observed, n);
    actions = new int[n];
    for (int i = 0; i < n; i++) {
      actions[i] =
          random.nextDouble() < epsilon
              ? WarmUp.randomAction(valid, i, a, random)
              : MaskedCategorical.best(preferences, valid, i, a);
    }
    return actions.clone();
  }

  /** Returns the share of random actions now: from 1, linearly, to the final one. */
  private double epsilon() {
    double done = Math.min(1, steps / settings.epsilonSteps);
    return 1 + done * (settings.epsilonFinal - 1);
  }

  @Override
  public Map<String, Double> observe(VectorStep step) {
    steps += context.lanes();
    double[] rewards = baseline.apply(step);
    pending.add(observations, masks, actions, rewards, step, buffer, sampler);
    if (!learning) {
      if (!warmUp.running()) {
        online.setNormaliser(warmUp.normaliser());
        target.copyFrom(online);
      }
      return Map.of();
    }
    return buffer.size() == 0 ? Map.of() : update();
  }

  private Map<String, Double> update() {
    Sampler.Choice choice = sampler.choose(settings.batch, buffer.size(), random);
    ReplayBuffer.Batch batch = buffer.batch(choice.slots());
    double[] targets = targets(batch);
    float[] q = online.values(batch.observations(), batch.masks(), batch.size());
    double[] slopes = new double[batch.size()];
    double[] errors = new double[batch.size()];
    double loss = 0;
    double mean = 0;
    for (int k = 0; k < slopes.length; k++) {
      double value = q[k * context.choices() + batch.actions()[k]];
      errors[k] = value - targets[k];
      double clipped = Math.max(-1, Math.min(1, errors[k]));
      slopes[k] = choice.weights()[k] * clipped / slopes.length;
      loss += choice.weights()[k] * clipped * (errors[k] - 0.5 * clipped) / slopes.length;
      mean += value / slopes.length;
    }
    online.backward(slopes, batch.actions(), batch.masks());
    double norm = optimisers.update(online);
    sampler.update(choice.slots(), errors);
    updates++;
    if (updates % settings.targetEvery == 0) {
      target.copyFrom(online);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", loss);
    metrics.put("q", mean);
    metrics.put("epsilon", epsilon());
    metrics.put("gradientNorm", norm);
    return metrics;
  }

  /** Returns {@code r + bootstrap Q_target(s', a')} for every transition. */
  private double[] targets(ReplayBuffer.Batch batch) {
    int n = batch.size();
    int a = context.choices();
    float[] chooser =
        settings.doubleTarget ? online.preferences(batch.nextObservations(), n).clone() : null;
    float[] values = target.values(batch.nextObservations(), batch.nextMasks(), n);
    double[] targets = new double[n];
    for (int k = 0; k < n; k++) {
      targets[k] = batch.rewards()[k];
      if (batch.bootstraps()[k] != 0) {
        float[] by = chooser == null ? values : chooser;
        int best = MaskedCategorical.best(by, batch.nextMasks(), k, a);
        targets[k] += batch.bootstraps()[k] * values[k * a + best];
      }
    }
    return targets;
  }

  @Override
  public Policy policy() {
    return NetworkPolicy.epsilonGreedy(online.freeze(), settings.epsilonFinal);
  }

  @Override
  public Evaluator evaluator() {
    return PolicyEvaluator.of(policy(), context.env());
  }

  @Override
  public AgentState state() {
    return new AgentState()
        .put("random", random.state())
        .put("steps", steps)
        .put("updates", updates)
        .putAll("warmUp", warmUp.state())
        .putAll("online", online.state())
        .putAll("target", target.state())
        .putAll("optimisers", optimisers.state())
        .putAll("replay", buffer.state())
        .putAll("sampler", sampler.state());
  }

  @Override
  public void restore(AgentState state) {
    online.restore(state.part("online"));
    target.restore(state.part("target"));
    optimisers.restore(state.part("optimisers"));
    buffer.restore(state.part("replay"));
    sampler.restore(state.part("sampler"));
    warmUp.restore(state.part("warmUp"));
    random.restore(state.number("random"));
    steps = state.number("steps");
    updates = state.number("updates");
    begin();
  }
}
