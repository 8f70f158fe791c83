package org.arbit.agents.rl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.SeededRandom;
import org.arbit.env.rl4j.Rl4jEnvironment;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.rl4j.agent.learning.algorithm.actorcritic.AdvantageActorCritic;
import org.deeplearning4j.rl4j.agent.learning.update.Features;
import org.deeplearning4j.rl4j.agent.learning.update.UpdateRule;
import org.deeplearning4j.rl4j.agent.learning.update.updater.NeuralNetUpdaterConfiguration;
import org.deeplearning4j.rl4j.agent.learning.update.updater.sync.SyncGradientsNeuralNetUpdater;
import org.deeplearning4j.rl4j.experience.StateActionReward;
import org.deeplearning4j.rl4j.network.ActorCriticNetwork;
import org.deeplearning4j.rl4j.network.ChannelToNetworkInputMapper.NetworkInputToChannelBinding;
import org.deeplearning4j.rl4j.network.CommonOutputNames;
import org.deeplearning4j.rl4j.network.ac.ActorCriticLoss;
import org.deeplearning4j.rl4j.observation.Observation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * RL4J's advantage actor-critic: its network, loss, update rule, algorithm and updater, with one
 * update for the first whole episode of each of n environments.
 *
 * <p>What RL4J lacks is done here. Masks: a second input adds -1e9 to the logits of invalid
 * actions, in acting and in the loss. Its algorithm takes one trajectory and, where that has no
 * end, bootstraps from its last state in place of the one after it: trajectories are joined such
 * that nothing leaks from one into another, and a cut-off one gets an entry for the state it came
 * to, whose advantage is 0 ({@link Trajectories}). Its policy throws on rounding: actions are drawn
 * by ours, with the agent's own generator.
 */
final class Rl4jA2c extends NetworkLearner {

  private static final String POLICY = "logits";
  private static final float INVALID = -1e9f;

  private final double discount;
  private final GroupBaseline baseline;
  private final Channels channels;
  private final Graph graph;
  private final ActorCriticNetwork network;
  private final KnownValues known;
  private final UpdateRule<?, StateActionReward<Integer>> rule;
  private Trajectories trajectories;
  private PolicyNetwork frozen;

  Rl4jA2c(AgentContext context, HyperParameters values) {
    super(Rl4jA2cProvider.NAME, context, values, values.integer("rollouts"));
    this.discount = values.real("discount");
    this.baseline = new GroupBaseline(context.lanes(), rollouts());
    this.channels = new Channels(context);
    this.graph = graph(context, values, random());
    this.network =
        ActorCriticNetwork.builder()
            .withCombinedNetwork(graph.network())
            .channelNames(Channels.NAMES)
            .inputBindings(
                new NetworkInputToChannelBinding[] {
                  NetworkInputToChannelBinding.map(
                      Rl4jEnvironment.OBSERVATION, Rl4jEnvironment.OBSERVATION),
                  NetworkInputToChannelBinding.map(Rl4jEnvironment.MASK, Rl4jEnvironment.MASK)
                })
            .build();
    this.known = new KnownValues(network);
    this.rule =
        new UpdateRule<>(
            new AdvantageActorCritic(
                known,
                context.choices(),
                AdvantageActorCritic.Configuration.builder().gamma(discount).build()),
            new SyncGradientsNeuralNetUpdater(
                network,
                network.clone(),
                NeuralNetUpdaterConfiguration.builder()
                    .targetUpdateFrequency(Integer.MAX_VALUE)
                    .build()));
    this.trajectories = new Trajectories(context.lanes());
    this.frozen = graph.freeze(channels.normaliser());
  }

  private static Graph graph(AgentContext context, HyperParameters values, SeededRandom random) {
    String input = Rl4jEnvironment.OBSERVATION;
    GraphBuilder graph = Graph.begin(values).addInputs(input, Rl4jEnvironment.MASK);
    Graph.dense(graph, values, "v", input, context.fields(), 1);
    Graph.dense(graph, values, POLICY, input, context.fields(), context.choices());
    graph
        .addLayer(
            "value",
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
            "v")
        .addVertex(
            "valid", new ElementWiseVertex(ElementWiseVertex.Op.Add), POLICY, Rl4jEnvironment.MASK)
        .addLayer(
            "policy",
            new LossLayer.Builder(new ActorCriticLoss()).activation(Activation.SOFTMAX).build(),
            "valid")
        .setOutputs("value", "policy");
    return Graph.make(graph, POLICY, values, random);
  }

  @Override
  protected void forget() {
    trajectories = new Trajectories(context().lanes());
    baseline.clear();
  }

  @Override
  protected int[] explore(float[] observations, boolean[] masks) {
    return policy().sample(observations, masks, context().lanes(), random());
  }

  @Override
  protected void warm(Experience experience) {
    baseline.apply(experience.rewards(), experience.step());
  }

  @Override
  protected void normalise(InputNormaliser normaliser) {
    channels.setNormaliser(normaliser);
    frozen = graph.freeze(normaliser);
  }

  @Override
  protected Map<String, Double> learn(Experience experience) {
    trajectories.add(
        experience, baseline.apply(experience.priced(multiplier()), experience.step()));
    if (!trajectories.complete()) {
      return Map.of();
    }
    Trajectories whole = trajectories;
    trajectories = new Trajectories(context().lanes());
    return attempt(() -> update(whole));
  }

  private Map<String, Double> update(Trajectories whole) {
    List<Trajectories.Moment> moments = new ArrayList<>();
    List<Observation> observations = new ArrayList<>();
    IdentityHashMap<float[], float[]> normalised = new IdentityHashMap<>();
    for (List<Trajectories.Moment> lane : whole.lanes()) {
      for (Trajectories.Moment moment : lane) {
        float[] values =
            normalised.computeIfAbsent(
                moment.observations(), o -> channels.normalise(o, context().lanes()));
        moments.add(moment);
        observations.add(channels.row(values, moment.masks(), moment.lane(), INVALID, 0));
      }
    }
    double[] values = values(moments, normalised);
    double[] rewards = whole.joinedRewards(values, discount);
    IdentityHashMap<Observation, Double> known = new IdentityHashMap<>();
    List<StateActionReward<Integer>> batch = new ArrayList<>();
    for (int k = 0; k < values.length; k++) {
      Observation observation = observations.get(k);
      known.put(observation, values[k]);
      int action = Math.max(0, moments.get(k).action());
      batch.add(new StateActionReward<>(observation, action, rewards[k], k == values.length - 1));
    }
    this.known.know(known);
    rule.update(batch);
    graph.checkFinite();
    frozen = graph.freeze(channels.normaliser());
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("loss", graph.network().score());
    metrics.put("entropy", entropy(whole));
    return metrics;
  }

  private double[] values(List<Trajectories.Moment> moments, Map<float[], float[]> normalised) {
    float[][] fields = new float[moments.size()][];
    float[][] masks = new float[moments.size()][context().choices()];
    for (int k = 0; k < fields.length; k++) {
      Trajectories.Moment moment = moments.get(k);
      int from = moment.lane() * context().fields();
      float[] rows = normalised.getOrDefault(moment.observations(), new float[0]);
      fields[k] = Arrays.copyOfRange(rows, from, from + context().fields());
    }
    // The values do not read the mask.
    INDArray[] features = {Nd4j.createFromArray(fields), Nd4j.createFromArray(masks)};
    INDArray values =
        network.output(new Features(features)).get(CommonOutputNames.ActorCritic.Value);
    return values.dup('c').data().asDouble();
  }

  /** Returns the mean entropy in nats over valid actions, of the policy after the update. */
  private double entropy(Trajectories whole) {
    int n = context().lanes();
    int a = context().choices();
    Trajectories.Moment first = whole.lanes().get(0).get(0);
    double[] logs = new double[n * a];
    policy().logProbabilities(first.observations(), first.masks(), n, logs);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += MaskedCategorical.entropy(logs, i, a) / n;
    }
    return sum;
  }

  @Override
  public Policy policy() {
    return NetworkPolicy.softmax(frozen);
  }

  @Override
  protected AgentState networks() {
    return new AgentState()
        .putAll("graph", graph.state())
        .put("offset", channels.normaliser().offset())
        .put("gain", channels.normaliser().gain());
  }

  @Override
  protected void restoreNetworks(AgentState state) {
    graph.restore(state.part("graph"));
    normalise(new InputNormaliser(state.floats("offset"), state.floats("gain")));
  }
}
