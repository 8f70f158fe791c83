package org.arbit.agents;

import java.util.List;
import java.util.Map;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.Optimiser;
import org.arbit.agents.nn.Precision;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;

/**
 * What actor-critic learners share: it acts by the policy, collects rollouts, estimates advantages,
 * and lets an {@link Update} change actor and critic. A rollout has at least {@code horizon} vector
 * steps and then goes on until no episode is under way, to at most twice as many.
 *
 * <p>The critic is a network of its own in single precision, since only the actor runs at
 * inference.
 */
public final class ActorCriticAgent implements LearningAgent {

  private final String name;
  private final AgentContext context;
  private final Update algorithm;
  private final int rollouts;
  private final int horizon;
  private final double discount;
  private final double lambda;
  private final SeededRandom random;
  private final WarmUp warmUp;
  private final GroupBaseline baseline;
  private final TrainableNetwork actor;
  private final TrainableNetwork critic;
  private final Optimiser actorOptimiser;
  private final Optimiser criticOptimiser;
  private Rollout rollout = new Rollout();
  private float[] observations = {};
  private boolean[] masks = {};
  private int[] actions = {};
  private double[] logProbabilities = {};
  private long steps;
  private long updates;
  private boolean learning;

  /** The algorithm. */
  @FunctionalInterface
  public interface Update {

    /** Changes the networks by one rollout; returns metrics by name. */
    Map<String, Double> update(Parts parts, Rollout.Batch batch);
  }

  /**
   * What an update works on.
   *
   * @param actor scores the actions
   * @param critic one value per sample
   * @param actorOptimiser of the actor
   * @param criticOptimiser of the critic
   * @param random for shuffling
   * @param choices a, number of actions
   */
  public record Parts(
      TrainableNetwork actor,
      TrainableNetwork critic,
      Optimiser actorOptimiser,
      Optimiser criticOptimiser,
      SeededRandom random,
      int choices) {}

  /** Creates an agent. */
  public ActorCriticAgent(
      String name, AgentContext context, HyperParameters values, Update algorithm) {
    int units = values.integer("valueUnits");
    this.name = name;
    this.context = context;
    this.algorithm = algorithm;
    this.rollouts = values.integer("rollouts");
    this.horizon = values.integer("horizon");
    this.discount = values.real("discount");
    this.lambda = values.real("gaeLambda");
    this.random = new SeededRandom(context.seed());
    this.warmUp = new WarmUp(context, values.integer("warmUpSteps"));
    this.baseline = new GroupBaseline(context.lanes(), rollouts);
    this.actor = ControllerSettings.create(context, values, 0.1, random);
    this.critic =
        new TrainableNetwork(
            new int[] {context.fields(), units, units, 1}, Precision.FLOAT32, 0.1, random);
    this.actorOptimiser = optimiser(actor, "learningRate", values);
    this.criticOptimiser = optimiser(critic, "valueLearningRate", values);
  }

  private static Optimiser optimiser(
      TrainableNetwork network, String rate, HyperParameters values) {
    return new Optimiser(
        network.size(), values.real(rate), values.integer("halfLife"), values.real("gradientNorm"));
  }

  /**
   * Returns the hyper-parameters that are shared.
   *
   * @param learningRate default of the actor's
   * @param halfLife default, in steps of the optimiser
   */
  public static List<HyperParameter> parameters(double learningRate, long halfLife) {
    List<HyperParameter> all = new java.util.ArrayList<>();
    all.add(HyperParameter.real("learningRate", learningRate, 1e-6, 1, "Adam's, of the actor"));
    all.add(HyperParameter.real("valueLearningRate", 0.005, 1e-6, 1, "Adam's, of the critic"));
    all.add(
        HyperParameter.integer(
            "halfLife",
            halfLife,
            1,
            1_000_000_000,
            "optimiser steps after which the step size is a half"));
    all.add(
        HyperParameter.integer(
            "rollouts", 4, 1, 64, "environments per sample, compared with each other; 1: off"));
    all.add(HyperParameter.integer("horizon", 6, 1, 100_000, "least vector steps per rollout"));
    all.add(HyperParameter.real("discount", 1, 0, 1, "gamma"));
    all.add(HyperParameter.real("gaeLambda", 1, 0, 1, "1: whole returns, 0: one step"));
    all.add(HyperParameter.real("entropy", 0.08, 0, 10, "weight of the entropy bonus"));
    all.add(HyperParameter.real("gradientNorm", 0.5, 1e-6, 1e9, "gradients are clipped to it"));
    all.add(
        HyperParameter.integer(
            "warmUpSteps", 8192, 1, 1_000_000_000, "random steps that fit the input normaliser"));
    all.add(HyperParameter.integer("valueUnits", 32, 1, 1024, "units of the critic's layers"));
    all.addAll(ControllerSettings.parameters());
    return List.copyOf(all);
  }

  @Override
  public String name() {
    return name;
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
    rollout = new Rollout();
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
    double[] logs = new double[n * a];
    MaskedCategorical.logProbabilities(actor.forward(observed, n), valid, n, a, logs);
    actions = MaskedCategorical.samples(logs, n, a, random);
    logProbabilities = new double[n];
    for (int i = 0; i < n; i++) {
      logProbabilities[i] = logs[i * a + actions[i]];
    }
    return actions.clone();
  }

  @Override
  public Map<String, Double> observe(VectorStep step) {
    steps += context.lanes();
    double[] rewards = baseline.apply(step);
    if (!learning) {
      if (!warmUp.running()) {
        actor.setNormaliser(warmUp.normaliser());
        critic.setNormaliser(warmUp.normaliser());
      }
      return Map.of();
    }
    rollout.add(new Rollout.Row(observations, masks, actions, logProbabilities, rewards, step));
    if (rollout.size() < horizon || (rollout.size() < 2 * horizon && !idle(step))) {
      return Map.of();
    }
    Rollout.Batch batch = rollout.batch(this::values, discount, lambda);
    rollout = new Rollout();
    Parts parts =
        new Parts(actor, critic, actorOptimiser, criticOptimiser, random, context.choices());
    Map<String, Double> metrics = algorithm.update(parts, batch);
    updates++;
    return metrics;
  }

  private static boolean idle(VectorStep step) {
    for (int i = 0; i < step.rewards().length; i++) {
      if (!step.done(i)) {
        return false;
      }
    }
    return true;
  }

  private double[] values(float[] observed, int samples) {
    float[] scores = critic.forward(observed, samples);
    double[] values = new double[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = scores[i];
    }
    return values;
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
    return new AgentState()
        .put("random", random.state())
        .put("steps", steps)
        .put("updates", updates)
        .putAll("warmUp", warmUp.state())
        .putAll("actor", NetworkState.of(actor))
        .putAll("critic", NetworkState.of(critic))
        .putAll("actorOptimiser", NetworkState.of(actorOptimiser))
        .putAll("criticOptimiser", NetworkState.of(criticOptimiser));
  }

  @Override
  public void restore(AgentState state) {
    NetworkState.restore(actor, state.part("actor"));
    NetworkState.restore(critic, state.part("critic"));
    NetworkState.restore(actorOptimiser, state.part("actorOptimiser"));
    NetworkState.restore(criticOptimiser, state.part("criticOptimiser"));
    warmUp.restore(state.part("warmUp"));
    random.restore(state.number("random"));
    steps = state.number("steps");
    updates = state.number("updates");
    begin();
  }
}
