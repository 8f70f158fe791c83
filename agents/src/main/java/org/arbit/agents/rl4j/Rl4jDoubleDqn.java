package org.arbit.agents.rl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Experience;
import org.arbit.agents.GroupBaseline;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.NetworkLearner;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.Policy;
import org.arbit.agents.ReplayBuffer;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;
import org.arbit.env.rl4j.MaskedDoubleDqn;
import org.arbit.env.rl4j.Rl4jEnvironment;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.rl4j.agent.learning.algorithm.dqn.BaseTransitionTDAlgorithm;
import org.deeplearning4j.rl4j.agent.learning.update.UpdateRule;
import org.deeplearning4j.rl4j.agent.learning.update.updater.NeuralNetUpdaterConfiguration;
import org.deeplearning4j.rl4j.agent.learning.update.updater.sync.SyncLabelsNeuralNetUpdater;
import org.deeplearning4j.rl4j.experience.StateActionRewardState;
import org.deeplearning4j.rl4j.network.QNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * RL4J's DoubleDQN: its network, update rule, algorithm and updater, on n environments side by side
 * with one update of a batch per vector step.
 *
 * <p>What RL4J lacks is done here: masks in exploration and in the target ({@link
 * MaskedDoubleDqn}), truncation (a cut-off episode bootstraps), seeds (drawing, exploring and
 * initial weights use the agent's own generator in place of ND4J's global one), saving, and a
 * target network that is copied (RL4J's default is never).
 */
final class Rl4jDoubleDqn extends NetworkLearner {

  private final int batchSize;
  private final int targetEvery;
  private final double finalEpsilon;
  private final double epsilonSteps;
  private final double discount;
  private final GroupBaseline baseline;
  private final GroupBaseline costBaseline;
  private final Channels channels;
  private final Graph online;
  private final Graph target;
  private final QNetwork onlineNet;
  private final QNetwork targetNet;
  private final UpdateRule<?, StateActionRewardState<Integer>> rule;
  private final ReplayBuffer buffer;
  private PolicyNetwork frozen;

  Rl4jDoubleDqn(AgentContext context, HyperParameters values) {
    super(Rl4jDoubleDqnProvider.NAME, context, values, values.integer("rollouts"));
    this.batchSize = values.integer("batchSize");
    this.targetEvery = values.integer("targetEvery");
    this.finalEpsilon = values.real("epsilon");
    this.epsilonSteps = values.integer("epsilonSteps");
    this.discount = values.real("discount");
    this.baseline = new GroupBaseline(context.lanes(), rollouts());
    this.costBaseline = new GroupBaseline(context.lanes(), rollouts());
    this.channels = new Channels(context);
    this.online = graph(context, values, random());
    this.target = graph(context, values, random());
    this.onlineNet = net(online);
    this.targetNet = net(target);
    this.buffer =
        new ReplayBuffer(values.integer("replayCapacity"), context.fields(), context.choices());
    this.rule =
        new UpdateRule<>(
            new MaskedDoubleDqn(
                onlineNet,
                targetNet,
                BaseTransitionTDAlgorithm.Configuration.builder().gamma(discount).build()),
            new SyncLabelsNeuralNetUpdater(
                onlineNet,
                targetNet,
                NeuralNetUpdaterConfiguration.builder()
                    .targetUpdateFrequency(Integer.MAX_VALUE)
                    .build()));
    targetNet.copyFrom(onlineNet);
    this.frozen = online.freeze(channels.normaliser());
  }

  private static Graph graph(AgentContext context, HyperParameters values, SeededRandom random) {
    GraphBuilder graph = Graph.begin(values).addInputs(Rl4jEnvironment.OBSERVATION);
    Graph.dense(
        graph, values, "q", Rl4jEnvironment.OBSERVATION, context.fields(), context.choices());
    graph
        .addLayer(
            "loss",
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
            "q")
        .setOutputs("loss");
    return Graph.make(graph, "q", values, random);
  }

  private static QNetwork net(Graph graph) {
    return QNetwork.builder()
        .withNetwork(graph.network())
        .channelNames(Channels.NAMES)
        .specificBinding(Rl4jEnvironment.OBSERVATION)
        .build();
  }

  @Override
  protected void forget() {
    baseline.clear();
    costBaseline.clear();
  }

  @Override
  protected int[] explore(float[] observations, boolean[] masks) {
    int n = context().lanes();
    int a = context().choices();
    double[] logs = new double[n * a];
    NetworkPolicy.epsilonGreedy(frozen, epsilon()).logProbabilities(observations, masks, n, logs);
    return MaskedCategorical.samples(logs, n, a, random());
  }

  private double epsilon() {
    return 1 + Math.min(1, steps() / epsilonSteps) * (finalEpsilon - 1);
  }

  @Override
  protected void warm(Experience experience) {
    remember(experience);
  }

  @Override
  protected void normalise(InputNormaliser normaliser) {
    channels.setNormaliser(normaliser);
    frozen = online.freeze(normaliser);
  }

  @Override
  protected Map<String, Double> learn(Experience experience) {
    remember(experience);
    return attempt(this::update);
  }

  private void remember(Experience experience) {
    VectorStep step = experience.step();
    double[] rewards = baseline.apply(experience.rewards(), step);
    double[] costs = costBaseline.apply(experience.costs(), step);
    float[] finals = step.finalObservations();
    boolean[] all = new boolean[step.masks().length];
    Arrays.fill(all, true);
    for (int i = 0; i < context().lanes(); i++) {
      ReplayBuffer.Start start =
          new ReplayBuffer.Start(
              experience.observations(),
              new float[all.length],
              experience.actions()[i],
              rewards[i],
              costs[i],
              1);
      boolean done = step.done(i);
      buffer.add(
          start,
          step.terminated()[i] ? 0 : discount,
          done && finals != null ? finals : step.observations(),
          done ? all : step.masks(),
          i);
    }
  }

  private Map<String, Double> update() {
    int[] slots = new int[batchSize];
    for (int k = 0; k < batchSize; k++) {
      slots[k] = random().nextInt(buffer.size());
    }
    rule.update(transitions(buffer.batch(slots)));
    online.checkFinite();
    frozen = online.freeze(channels.normaliser());
    if ((updates() + 1) % targetEvery == 0) {
      targetNet.copyFrom(onlineNet);
    }
    return Map.of("loss", online.network().score(), "epsilon", epsilon());
  }

  private List<StateActionRewardState<Integer>> transitions(ReplayBuffer.Batch batch) {
    int m = batch.size();
    float[] now = channels.normalise(batch.observations(), m);
    float[] next = channels.normalise(batch.nextObservations(), m);
    List<StateActionRewardState<Integer>> list = new ArrayList<>(m);
    for (int k = 0; k < m; k++) {
      double reward = batch.rewards()[k] - multiplier() * batch.costs()[k];
      // The first mask is not read: the action is known.
      StateActionRewardState<Integer> transition =
          new StateActionRewardState<>(
              channels.row(now, batch.nextMasks(), k, 0, 1),
              batch.actions()[k],
              reward,
              batch.bootstraps()[k] == 0);
      transition.setNextObservation(channels.row(next, batch.nextMasks(), k, 0, 1));
      list.add(transition);
    }
    return list;
  }

  @Override
  public Policy policy() {
    return NetworkPolicy.epsilonGreedy(frozen, finalEpsilon);
  }

  @Override
  protected AgentState networks() {
    return new AgentState()
        .putAll("online", online.state())
        .putAll("target", target.state())
        .put("offset", channels.normaliser().offset())
        .put("gain", channels.normaliser().gain());
  }

  @Override
  protected void restoreNetworks(AgentState state) {
    online.restore(state.part("online"));
    target.restore(state.part("target"));
    normalise(new InputNormaliser(state.floats("offset"), state.floats("gain")));
  }

  @Override
  protected AgentState memory() {
    return buffer.state();
  }

  @Override
  protected void restoreMemory(AgentState state) {
    buffer.restore(state);
  }
}
