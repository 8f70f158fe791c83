package org.arbit.agents.dqn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Evaluator;
import org.arbit.agents.GroupBaseline;
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
 * <p>Deviations. The default of {@code steps} spans whole episodes of small networks: the
 * observation tells the mean of the bits chosen so far and not each of them, so a value of the next
 * state blurs what the action has changed, while a whole return does not. Rewards are scaled by the
 * trade-off ({@link TradeOffScale}). And with {@code rollouts} k above 1, k neighbouring
 * environments get the same sample, and where all of them end together the last reward of each is
 * lessened by the mean return of the others. That shifts all values of a sample alike, whatever is
 * done, so the best actions are the same; but it removes what makes a sample easy or hard, which is
 * most of the targets' variance.
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
  private final TradeOffScale scale;
  private float[] observations = {};
  private float[] behaviours = {};
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
      double temperature,
      double epsilonSteps) {

    static Settings of(HyperParameters values) {
      return new Settings(
          values.flag("double"),
          values.integer("batchSize"),
          values.integer("targetEvery"),
          values.integer("rollouts"),
          values.real("epsilon"),
          values.real("temperature"),
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
    this.scale = new TradeOffScale(values.real("tradeOffPivot"));
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
    observations = observed;
    learning = !warmUp.running();
    double epsilon = learning ? epsilon() : 1;
    float[] preferences = online.preferences(observed, n);
    behaviours = behaviours(preferences, valid, n, epsilon);
    if (!learning) {
      actions = warmUp.act(observed, valid, n, random);
      return actions.clone();
    }
    actions = new int[n];
    for (int i = 0; i < n; i++) {
      actions[i] = draw(i);
    }
    return actions.clone();
  }

  private int draw(int lane) {
    int a = context.choices();
    double left = random.nextDouble();
    int chosen = -1;
    for (int j = 0; j < a && left >= 0; j++) {
      double p = behaviours[lane * a + j];
      if (p > 0) {
        chosen = j;
        left -= p;
      }
    }
    return chosen;
  }

  /** Returns with what probability each action is taken, {@code n x a}; 0 for invalid ones. */
  private float[] behaviours(float[] preferences, boolean[] valid, int n, double epsilon) {
    int a = context.choices();
    float[] probabilities = new float[n * a];
    double temperature = temperature();
    for (int i = 0; i < n; i++) {
      MaskedCategorical.epsilonSoft(preferences, valid, i, a, epsilon, temperature, probabilities);
    }
    return probabilities;
  }

  /** Returns the temperature now: from 1, geometrically, to the final one. */
  private double temperature() {
    double done = Math.min(1, steps / settings.epsilonSteps);
    return settings.temperature == 0 ? 0 : Math.pow(settings.temperature, done);
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
    double[] divisors = scale.divisors(step);
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] /= divisors[i];
    }
    pending.add(observations, behaviours, actions, rewards, divisors, step, buffer, sampler);
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
    float[] q = online.values(batch.observations(), batch.behaviours(), batch.size());
    double[] slopes = new double[batch.size()];
    double[] errors = new double[batch.size()];
    double loss = 0;
    double mean = 0;
    for (int k = 0; k < slopes.length; k++) {
      double value = q[k * context.choices() + batch.actions()[k]];
      errors[k] = value - targets[k];
      double clipped = Math.max(-1, Math.min(1, errors[k]));
      double weight = choice.weights()[k] * batch.weights()[k];
      slopes[k] = weight * clipped / slopes.length;
      loss += weight * clipped * (errors[k] - 0.5 * clipped) / slopes.length;
      mean += value / slopes.length;
    }
    online.backward(slopes, batch.actions(), batch.behaviours());
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
    float[] chooser = online.preferences(batch.nextObservations(), n).clone();
    float[] next = behaviours(chooser, batch.nextMasks(), n, epsilon());
    float[] values = target.values(batch.nextObservations(), next, n);
    double[] targets = new double[n];
    for (int k = 0; k < n; k++) {
      targets[k] = batch.rewards()[k];
      if (batch.bootstraps()[k] != 0) {
        float[] by = settings.doubleTarget ? chooser : values;
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
