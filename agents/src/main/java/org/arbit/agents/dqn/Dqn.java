package org.arbit.agents.dqn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Experience;
import org.arbit.agents.ExperienceReplay;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.NetworkLearner;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.Policy;
import org.arbit.agents.ReplayBuffer;
import org.arbit.agents.SoftExploration;
import org.arbit.agents.WeightAverage;
import org.arbit.agents.nn.InputNormaliser;

/**
 * Deep Q-learning (Mnih et al. 2015, algorithm 1) on n environments side by side, one update of a
 * batch per vector step:
 *
 * <pre>  loss = mean of w Huber(Q(s, a) - (r - m c + bootstrap Q_target(s', a')))</pre>
 *
 * <p>a' is the best valid action of s' by the target network, or with {@code double} by the
 * learning one (van Hasselt et al. 2016, arXiv 1509.06461, equation 4). Switches: {@code dueling}
 * ({@link QFunction}), {@code steps} above 1 ({@link org.arbit.agents.ExperienceReplay}), {@code
 * prioritised} ({@link Sampler}). A terminated episode does not bootstrap, a truncated one does.
 * Exploration is epsilon-greedy with a linear schedule in environment steps, over valid actions
 * only. m c is what a soft budget takes ({@link org.arbit.agents.SoftBudget}): replay keeps costs
 * c, and the multiplier m is that of the update.
 *
 * <p>Deviations. The default of {@code steps} spans whole episodes of small networks: the
 * observation tells the mean of the bits chosen so far and not each of them, so a value of the next
 * state blurs what the action has changed, while a whole return does not. Rewards are scaled by the
 * trade-off ({@link org.arbit.agents.TradeOffScale}), and the temperature with them. The policy has
 * the mean of the weights of the last updates ({@link WeightAverage}). And with {@code rollouts} k
 * above 1, k neighbouring environments get the same sample, and where all of them end together the
 * last reward of each is lessened by the mean return of the others. That shifts all values of a
 * sample alike, whatever is done, so the best actions are the same; but it removes what makes a
 * sample easy or hard, which is most of the targets' variance.
 */
final class Dqn extends NetworkLearner {

  private final Settings settings;
  private final QFunction online;
  private final QFunction target;
  private final QFunction average;
  private final QFunction.Optimisers optimisers;
  private final ExperienceReplay replay;
  private final Sampler sampler;
  private final WeightAverage averaging;
  private final SoftExploration exploration;
  private float[] behaviours = {};

  /** Numbers read once from the hyper-parameters. */
  private record Settings(boolean doubleTarget, int batch, int targetEvery) {

    static Settings of(HyperParameters values) {
      return new Settings(
          values.flag("double"), values.integer("batchSize"), values.integer("targetEvery"));
    }
  }

  Dqn(AgentContext context, HyperParameters values) {
    super(DqnProvider.NAME, context, values, values.integer("rollouts"));
    this.settings = Settings.of(values);
    this.online = QFunction.create(context, values, random());
    this.target = QFunction.create(context, values, random());
    this.average = QFunction.create(context, values, random());
    this.optimisers = new QFunction.Optimisers(online, values);
    this.replay = new ExperienceReplay(context, values, rollouts());
    this.sampler =
        new Sampler(
            values.flag("prioritised"),
            values.real("priorityExponent"),
            values.real("importanceExponent"),
            values.integer("replayCapacity"));
    this.averaging = WeightAverage.of(values);
    this.exploration = SoftExploration.of(context, values);
    target.copyFrom(online);
    average.copyFrom(online);
  }

  @Override
  protected void forget() {
    replay.forget();
  }

  @Override
  protected int[] explore(float[] observed, boolean[] valid) {
    int n = context().lanes();
    behaviours =
        exploration.probabilities(
            online.preferences(observed, n), valid, replay.divisors(), steps());
    return exploration.draw(behaviours, random());
  }

  @Override
  protected void warm(Experience experience) {
    float[] scores = new float[experience.masks().length];
    behaviours =
        exploration.probabilities(scores, experience.masks(), replay.divisors(), steps(), 1);
    replay.add(experience, behaviours, sampler::added);
  }

  @Override
  protected void normalise(InputNormaliser normaliser) {
    online.setNormaliser(normaliser);
    target.copyFrom(online);
    average.copyFrom(online);
  }

  @Override
  protected Map<String, Double> learn(Experience experience) {
    replay.add(experience, behaviours, sampler::added);
    return replay.buffer().size() == 0 ? Map.of() : attempt(this::update);
  }

  private Map<String, Double> update() {
    Sampler.Choice choice = sampler.choose(settings.batch, replay.buffer().size(), random());
    ReplayBuffer.Batch batch = replay.buffer().batch(choice.slots());
    double[] targets = targets(batch);
    float[] q = online.values(batch.observations(), batch.behaviours(), batch.size());
    double[] slopes = new double[batch.size()];
    double[] errors = new double[batch.size()];
    double loss = 0;
    double mean = 0;
    for (int k = 0; k < slopes.length; k++) {
      double value = q[k * context().choices() + batch.actions()[k]];
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
    average.movePreferencesTowards(online, averaging.rate(updates()));
    if ((updates() + 1) % settings.targetEvery == 0) {
      target.copyFrom(online);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", loss);
    metrics.put("q", mean);
    metrics.put("epsilon", exploration.epsilon(steps()));
    metrics.put("gradientNorm", norm);
    return metrics;
  }

  private double[] targets(ReplayBuffer.Batch batch) {
    int n = batch.size();
    float[] chooser = online.preferences(batch.nextObservations(), n).clone();
    float[] next = exploration.probabilities(chooser, batch.nextMasks(), batch.weights(), steps());
    float[] values = target.values(batch.nextObservations(), next, n);
    return Targets.of(batch, settings.doubleTarget ? chooser : values, values, multiplier());
  }

  @Override
  public Policy policy() {
    return NetworkPolicy.epsilonGreedy(average.freeze(), exploration.lastEpsilon());
  }

  @Override
  protected AgentState networks() {
    return new AgentState()
        .putAll("online", online.state())
        .putAll("target", target.state())
        .putAll("average", average.state())
        .putAll("optimisers", optimisers.state());
  }

  @Override
  protected void restoreNetworks(AgentState state) {
    online.restore(state.part("online"));
    target.restore(state.part("target"));
    average.restore(state.part("average"));
    optimisers.restore(state.part("optimisers"));
  }

  @Override
  protected AgentState memory() {
    return new AgentState()
        .putAll("replay", replay.buffer().state())
        .putAll("sampler", sampler.state());
  }

  @Override
  protected void restoreMemory(AgentState state) {
    replay.buffer().restore(state.part("replay"));
    sampler.restore(state.part("sampler"));
  }
}
