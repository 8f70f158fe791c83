package org.arbit.env.rl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.check.ChainEnv;
import org.arbit.env.check.InvalidActionsEnv;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.rl4j.agent.Agent;
import org.deeplearning4j.rl4j.agent.AgentLearner;
import org.deeplearning4j.rl4j.agent.learning.algorithm.dqn.BaseTransitionTDAlgorithm;
import org.deeplearning4j.rl4j.agent.learning.update.updater.NeuralNetUpdaterConfiguration;
import org.deeplearning4j.rl4j.agent.listener.AgentListener;
import org.deeplearning4j.rl4j.builder.DoubleDQNBuilder;
import org.deeplearning4j.rl4j.environment.StepResult;
import org.deeplearning4j.rl4j.experience.ReplayMemoryExperienceHandler;
import org.deeplearning4j.rl4j.network.CommonOutputNames;
import org.deeplearning4j.rl4j.network.QNetwork;
import org.deeplearning4j.rl4j.observation.Observation;
import org.deeplearning4j.rl4j.policy.EpsGreedy;
import org.deeplearning4j.rl4j.trainer.SyncTrainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class Rl4jTest {

  private static MultiLayerNetwork mlp(int inputs, int outputs) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(5e-3))
            .list()
            .layer(
                new DenseLayer.Builder().nIn(inputs).nOut(16).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                    .nIn(16)
                    .nOut(outputs)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static QNetwork qNetwork(MultiLayerNetwork network) {
    return QNetwork.builder()
        .withNetwork(network)
        .channelNames(new String[] {Rl4jEnvironment.OBSERVATION, Rl4jEnvironment.MASK})
        .specificBinding(Rl4jEnvironment.OBSERVATION)
        .build();
  }

  private static DoubleDQNBuilder.Configuration configuration(
      List<AgentListener<Integer>> listeners) {
    return DoubleDQNBuilder.Configuration.builder()
        .policyConfiguration(
            EpsGreedy.Configuration.builder().epsilonNbStep(300).minEpsilon(0.05).build())
        .experienceHandlerConfiguration(
            ReplayMemoryExperienceHandler.Configuration.builder()
                .maxReplayMemorySize(2000)
                .batchSize(16)
                .build())
        .neuralNetUpdaterConfiguration(
            NeuralNetUpdaterConfiguration.builder().targetUpdateFrequency(20).build())
        .updateAlgorithmConfiguration(
            BaseTransitionTDAlgorithm.Configuration.builder().gamma(1.0).build())
        .agentLearnerConfiguration(AgentLearner.Configuration.builder().build())
        .agentLearnerListeners(listeners)
        .build();
  }

  private static SyncTrainer<Integer> trainer(
      Rl4jEnvironment env,
      QNetwork network,
      List<AgentListener<Integer>> listeners,
      Predicate<SyncTrainer<Integer>> stop) {
    MaskedDoubleDqnBuilder builder =
        new MaskedDoubleDqnBuilder(
            configuration(listeners),
            network,
            () -> env,
            Rl4jEnvironment::transformProcess,
            Nd4j.getRandomFactory().getNewRandomInstance(5));
    return SyncTrainer.<Integer>builder()
        .agentLearnerBuilder(builder)
        .stoppingCondition(stop)
        .build();
  }

  /** Mean return of greedy, masked play. */
  private static double play(Env env, QNetwork network, int episodes) {
    Rl4jEnvironment bridge = new Rl4jEnvironment(env, 99);
    Agent<Integer> agent =
        new Agent<>(
            bridge,
            Rl4jEnvironment.transformProcess(),
            new MaskedGreedyPolicy(network),
            Agent.Configuration.builder().build(),
            "test");
    double sum = 0;
    for (int episode = 0; episode < episodes; episode++) {
      agent.run();
      sum += agent.getReward();
    }
    return sum / episodes;
  }

  @Test
  void channelsAreFreshMutableMapsWithBatchDimensionOne() {
    Rl4jEnvironment env = new Rl4jEnvironment(new ChainEnv(5), 3);
    Map<String, Object> first = env.reset();
    assertThat(first).isInstanceOf(HashMap.class);
    INDArray observation = (INDArray) first.get(Rl4jEnvironment.OBSERVATION);
    assertThat(observation.shape()).containsExactly(1, 5);
    assertThat(((INDArray) first.get(Rl4jEnvironment.MASK)).shape()).containsExactly(1, 2);
    first.clear();
    StepResult step = env.step(1);
    assertThat(step.getChannelsData()).hasSize(2).isNotSameAs(first);
    assertThat(((INDArray) step.getChannelsData().get(Rl4jEnvironment.OBSERVATION)).getFloat(1))
        .isEqualTo(1);
  }

  @Test
  void aCutOffEpisodeIsFinishedButNotTerminal() {
    Rl4jEnvironment env = new Rl4jEnvironment(new ChainEnv(2), 3);
    assertThat(env.isEpisodeFinished()).isFalse();
    env.reset();
    StepResult step = env.step(0);
    while (!env.isEpisodeFinished()) {
      step = env.step(0);
    }
    assertThat(step.isTerminal()).isFalse();
    env.reset();
    assertThat(env.isEpisodeFinished()).isFalse();
    assertThat(env.step(1).isTerminal()).isTrue();
    assertThat(env.isEpisodeFinished()).isTrue();
  }

  @Test
  void randomActionsKeepToTheMask() {
    Rl4jEnvironment env = new Rl4jEnvironment(new InvalidActionsEnv(4, 8, true), 3);
    env.reset();
    for (int draw = 0; draw < 400; draw++) {
      int action = env.getSchema().getActionSchema().getRandomAction();
      assertThat(env.last().mask()[action]).isTrue();
      assertThat(env.last().mask()[env.getSchema().getActionSchema().getNoOp()]).isTrue();
      env.step(action);
      if (env.isEpisodeFinished()) {
        env.reset();
      }
    }
  }

  @Test
  void greedyActionsKeepToTheMask() {
    INDArray values = Nd4j.createFromArray(new float[][] {{3, 9, 5}});
    assertThat(Masks.argmax(values, Nd4j.createFromArray(new float[][] {{1, 0, 1}}))).isEqualTo(2);
    assertThatThrownBy(() -> Masks.argmax(values, Nd4j.zeros(1, 3)))
        .hasMessageContaining("none of the actions");
    MaskedGreedyPolicy policy = new MaskedGreedyPolicy(qNetwork(mlp(3, 3)));
    assertThatThrownBy(() -> policy.nextAction(new Observation(values)))
        .hasMessageContaining("no mask");
  }

  @Test
  void ownDoubleDqnOfRl4jLearnsOnTheBitAllocation() {
    ToySuperNetwork toy = ToySuperNetwork.standard();
    // Only the cost counts at this price: the best policy takes the fewest bits everywhere.
    AllocationConfig config = AllocationConfig.defaults().withRewards("bitops").withLambda(3);
    ToyDataset data = ToyDataset.of(toy, 100);
    try (Env env = BitAllocation.single(toy, data, config);
        Env test = BitAllocation.single(toy, data, config)) {
      QNetwork network = qNetwork(mlp(env.observationSpace().size(), env.actionSpace().n()));
      double before = play(test, network, 20);
      SyncTrainer<Integer> trainer =
          trainer(new Rl4jEnvironment(env, 1), network, List.of(), t -> t.getEpisodeCount() >= 130);
      trainer.train();
      assertThat(trainer.getStepCount()).isEqualTo(520);
      double after = play(test, network, 20);
      double best = best(toy);
      assertThat(before).isLessThan(best - 0.1);
      assertThat(after).isGreaterThan(best - 0.05);
    }
  }

  private static double best(ToySuperNetwork toy) {
    try (Env env =
        BitAllocation.single(
            toy,
            ToyDataset.of(toy, 1),
            AllocationConfig.defaults().withRewards("bitops").withLambda(3))) {
      env.reset(ResetOptions.none());
      double sum = 0;
      Step step;
      do {
        step = env.step(0);
        sum += step.reward();
      } while (!step.done());
      return sum;
    }
  }

  @Test
  void aTrainedQNetworkIsSavedAndReadBackWithoutJavaSerialization(@TempDir Path folder)
      throws Exception {
    MultiLayerNetwork network = mlp(5, 2);
    SyncTrainer<Integer> trainer =
        trainer(
            new Rl4jEnvironment(new ChainEnv(5), 1),
            qNetwork(network),
            List.of(),
            t -> t.getEpisodeCount() >= 10);
    trainer.train();
    Path file = folder.resolve("q.zip");
    network.save(file.toFile());
    QNetwork read = qNetwork(MultiLayerNetwork.load(file.toFile(), true));
    Rl4jEnvironment env = new Rl4jEnvironment(new ChainEnv(5), 1);
    Observation observation = Rl4jEnvironment.transformProcess().transform(env.reset(), 0, false);
    assertThat(read.output(observation).get(CommonOutputNames.QValues))
        .isEqualTo(qNetwork(network).output(observation).get(CommonOutputNames.QValues));
  }

  @Test
  void aListenersStopEndsTheTraining() {
    StopSwitch stop = new StopSwitch();
    List<String> episodes = new ArrayList<>();
    AgentListener<Integer> thirdEpisodeStops =
        stop.guard(
            new AgentListener<>() {
              @Override
              @SuppressWarnings("rawtypes")
              public ListenerResponse onBeforeEpisode(Agent agent) {
                episodes.add("begin");
                return episodes.size() == 3 ? ListenerResponse.STOP : ListenerResponse.CONTINUE;
              }

              @Override
              @SuppressWarnings("rawtypes")
              public ListenerResponse onBeforeStep(Agent agent, Observation before, Integer a) {
                return ListenerResponse.CONTINUE;
              }

              @Override
              @SuppressWarnings("rawtypes")
              public ListenerResponse onAfterStep(Agent agent, StepResult result) {
                return ListenerResponse.CONTINUE;
              }

              @Override
              @SuppressWarnings("rawtypes")
              public void onAfterEpisode(Agent agent) {
                // Nothing to do.
              }
            });
    trainer(
            new Rl4jEnvironment(new ChainEnv(3), 1),
            qNetwork(mlp(3, 2)),
            List.of(thirdEpisodeStops),
            stop.orElse(t -> t.getEpisodeCount() >= 50))
        .train();
    assertThat(episodes).hasSize(3);
    assertThat(stop.stopped()).isTrue();
  }

  @Test
  void theOlderMdpRepliesWithObservationMaskAndInfo() {
    Rl4jMdp mdp = new Rl4jMdp(() -> new InvalidActionsEnv(4, 8, true), 3);
    assertThat(mdp.getObservationSpace().getShape()).containsExactly(4);
    assertThat(mdp.getActionSpace().getSize()).isEqualTo(32);
    Rl4jObservation observation = mdp.reset();
    assertThat(observation.getData().shape()).containsExactly(1, 4);
    int steps = 0;
    while (!mdp.isDone()) {
      int action = mdp.getActionSpace().randomAction();
      assertThat(observation.mask()[action]).isTrue();
      var reply = mdp.step(action);
      observation = reply.getObservation();
      assertThat((Map<?, ?>) reply.getInfo()).hasToString("{colour=" + colour(observation) + "}");
      steps++;
    }
    assertThat(steps).isEqualTo(InvalidActionsEnv.STEPS);
    assertThat(mdp.newInstance().isDone()).isFalse();
    mdp.close();
  }

  private static int colour(Rl4jObservation observation) {
    float[] values = observation.getData().toFloatVector();
    int colour = 0;
    while (values[colour] == 0) {
      colour++;
    }
    return colour;
  }
}
