package org.arbit.agents.rl4j;

import java.util.ArrayList;
import java.util.List;
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
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.SeededRandom;
import org.arbit.env.rl4j.MaskedDoubleDqn;
import org.arbit.env.rl4j.Rl4jEnvironment;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
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
 * initial weights use the agent's own generator in place of ND4J's global one), saving, a target
 * network that is copied (RL4J's default is never), and a policy of averaged weights ({@link
 * WeightAverage}).
 */
final class Rl4jDoubleDqn extends NetworkLearner {

  private static final String SCORES = "q";

  private final int batchSize;
  private final int targetEvery;
  private final double discount;
  private final WeightAverage averaging;
  private final SoftExploration exploration;
  private final Channels channels;
  private final Graph online;
  private final Graph target;
  private final Graph average;
  private final QNetwork onlineNet;
  private final QNetwork targetNet;
  private final UpdateRule<?, StateActionRewardState<Integer>> rule;
  private final ExperienceReplay replay;
  private PolicyNetwork frozen;

  Rl4jDoubleDqn(AgentContext context, HyperParameters values) {
    super(Rl4jDoubleDqnProvider.NAME, context, values, values.integer("rollouts"));
    this.batchSize = values.integer("batchSize");
    this.targetEvery = values.integer("targetEvery");
    this.exploration = SoftExploration.of(context, values);
    this.discount = values.real("discount");
    this.channels = new Channels(context);
    this.online = graph(context, values, random());
    this.target = graph(context, values, random());
    this.average = graph(context, values, random());
    this.averaging = WeightAverage.of(values);
    this.onlineNet = net(online);
    this.targetNet = net(target);
    this.replay = new ExperienceReplay(context, values, rollouts());
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
    average.moveTowards(online, 1);
    this.frozen = online.freeze(channels.normaliser());
  }

  private static Graph graph(AgentContext context, HyperParameters values, SeededRandom random) {
    GraphBuilder graph = Graph.begin(values).addInputs(Rl4jEnvironment.OBSERVATION);
    String input = Rl4jEnvironment.OBSERVATION;
    Graph.dense(graph, values, SCORES, input, context.fields(), context.choices());
    String q = SCORES;
    if (values.flag("dueling")) {
      Graph.dense(graph, values, "v", input, context.fields(), 1);
      q = "sum";
      graph.addVertex(q, new ElementWiseVertex(ElementWiseVertex.Op.Add), SCORES, "v");
    }
    graph
        .addLayer(
            "loss",
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
            q)
        .setOutputs("loss");
    return Graph.make(graph, SCORES, values, random);
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
    replay.forget();
  }

  @Override
  protected int[] explore(float[] observations, boolean[] masks) {
    float[] values = new float[masks.length];
    frozen.scores(observations, context().lanes(), values);
    return exploration.draw(
        exploration.probabilities(values, masks, replay.divisors(), steps()), random());
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

  /** RL4J's algorithm does not use the probabilities that actions were drawn from. */
  private void remember(Experience experience) {
    replay.add(experience, new float[experience.step().masks().length], slot -> {});
  }

  private Map<String, Double> update() {
    int[] slots = new int[batchSize];
    for (int k = 0; k < batchSize; k++) {
      slots[k] = random().nextInt(replay.buffer().size());
    }
    rule.update(transitions(replay.buffer().batch(slots)));
    online.checkFinite();
    average.moveTowards(online, averaging.rate(updates()));
    frozen = online.freeze(channels.normaliser());
    if ((updates() + 1) % targetEvery == 0) {
      targetNet.copyFrom(onlineNet);
    }
    return Map.of("loss", online.network().score(), "epsilon", exploration.epsilon(steps()));
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
      // RL4J discounts by one step; what further ones take is in the mask.
      float further = (float) (batch.bootstraps()[k] / discount);
      transition.setNextObservation(channels.row(next, batch.nextMasks(), k, 0, further));
      list.add(transition);
    }
    return list;
  }

  @Override
  public Policy policy() {
    return NetworkPolicy.epsilonGreedy(
        average.freeze(channels.normaliser()), exploration.lastEpsilon());
  }

  @Override
  protected AgentState networks() {
    return new AgentState()
        .putAll("online", online.state())
        .putAll("target", target.state())
        .putAll("average", average.state())
        .put("offset", channels.normaliser().offset())
        .put("gain", channels.normaliser().gain());
  }

  @Override
  protected void restoreNetworks(AgentState state) {
    online.restore(state.part("online"));
    target.restore(state.part("target"));
    average.restore(state.part("average"));
    normalise(new InputNormaliser(state.floats("offset"), state.floats("gain")));
  }

  @Override
  protected AgentState memory() {
    return replay.buffer().state();
  }

  @Override
  protected void restoreMemory(AgentState state) {
    replay.buffer().restore(state);
  }
}
