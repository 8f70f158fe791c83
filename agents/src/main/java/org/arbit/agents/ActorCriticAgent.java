package org.arbit.agents;

import java.util.List;
import java.util.Map;
import org.arbit.agents.nn.InputNormaliser;
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
public final class ActorCriticAgent extends NetworkLearner {

  private final Update algorithm;
  private final int horizon;
  private final double discount;
  private final double lambda;
  private final GroupBaseline baseline;
  private final TrainableNetwork actor;
  private final TrainableNetwork critic;
  private final Optimiser actorOptimiser;
  private final Optimiser criticOptimiser;
  private Rollout rollout = new Rollout();
  private double[] logProbabilities = {};

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
    super(name, context, values, values.integer("rollouts"));
    int units = values.integer("valueUnits");
    this.algorithm = algorithm;
    this.horizon = values.integer("horizon");
    this.discount = values.real("discount");
    this.lambda = values.real("gaeLambda");
    this.baseline = new GroupBaseline(context.lanes(), rollouts());
    this.actor = ControllerSettings.create(context, values, 0.1, random());
    this.critic =
        new TrainableNetwork(
            new int[] {context.fields(), units, units, 1}, Precision.FLOAT32, 0.1, random());
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
    all.add(HyperParameter.integer("valueUnits", 32, 1, 1024, "units of the critic's layers"));
    all.addAll(NetworkLearner.parameters());
    all.addAll(ControllerSettings.parameters());
    return List.copyOf(all);
  }

  @Override
  protected void forget() {
    rollout = new Rollout();
    baseline.clear();
  }

  @Override
  protected int[] explore(float[] observed, boolean[] valid) {
    int n = context().lanes();
    int a = context().choices();
    double[] logs = new double[n * a];
    MaskedCategorical.logProbabilities(actor.forward(observed, n), valid, n, a, logs);
    int[] actions = MaskedCategorical.samples(logs, n, a, random());
    logProbabilities = new double[n];
    for (int i = 0; i < n; i++) {
      logProbabilities[i] = logs[i * a + actions[i]];
    }
    return actions;
  }

  @Override
  protected void warm(Experience experience) {
    baseline.apply(experience.rewards(), experience.step());
  }

  @Override
  protected void normalise(InputNormaliser normaliser) {
    actor.setNormaliser(normaliser);
    critic.setNormaliser(normaliser);
  }

  @Override
  protected Map<String, Double> learn(Experience experience) {
    VectorStep step = experience.step();
    double[] rewards = baseline.apply(experience.priced(multiplier()), step);
    rollout.add(
        new Rollout.Row(
            experience.observations(),
            experience.masks(),
            experience.actions(),
            logProbabilities,
            rewards,
            step));
    if (rollout.size() < horizon || (rollout.size() < 2 * horizon && !idle(step))) {
      return Map.of();
    }
    Rollout.Batch batch = rollout.batch(this::values, discount, lambda);
    rollout = new Rollout();
    Parts parts =
        new Parts(actor, critic, actorOptimiser, criticOptimiser, random(), context().choices());
    return attempt(() -> algorithm.update(parts, batch));
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
  protected AgentState networks() {
    return new AgentState()
        .putAll("actor", NetworkState.of(actor))
        .putAll("critic", NetworkState.of(critic))
        .putAll("actorOptimiser", NetworkState.of(actorOptimiser))
        .putAll("criticOptimiser", NetworkState.of(criticOptimiser));
  }

  @Override
  protected void restoreNetworks(AgentState state) {
    NetworkState.restore(actor, state.part("actor"));
    NetworkState.restore(critic, state.part("critic"));
    NetworkState.restore(actorOptimiser, state.part("actorOptimiser"));
    NetworkState.restore(criticOptimiser, state.part("criticOptimiser"));
  }
}
