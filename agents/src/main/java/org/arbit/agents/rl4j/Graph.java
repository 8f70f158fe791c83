package org.arbit.agents.rl4j;

import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.AgentState;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.PolicyLayer;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.env.SeededRandom;
import org.arbit.supernet.layers.Nd4jThreads;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A network of DL4J whose hidden layers compute what those of a {@link PolicyNetwork} in single
 * precision do (ReLU clipped at 6), so that what RL4J has trained is exported like any other
 * policy.
 */
final class Graph {

  private static final double OUTPUT_GAIN = 0.1;

  private final ComputationGraph network;
  private final List<String> path = new ArrayList<>();

  /** Takes a network that has been built and draws its weights anew. */
  private Graph(ComputationGraph network) {
    this.network = network;
  }

  /** Returns the hyper-parameters that both learners share. */
  static List<HyperParameter> parameters() {
    return List.of(
        HyperParameter.real("learningRate", 0.005, 1e-6, 1, "Adam's, at first"),
        HyperParameter.integer(
            "halfLife",
            1_000_000_000,
            1,
            1_000_000_000,
            "updates after which the step size is a half"),
        HyperParameter.real("discount", 1, 0, 1, "gamma"),
        HyperParameter.integer(
            "rollouts", 4, 1, 64, "environments per sample, compared with each other; 1: off"),
        HyperParameter.integer("hiddenUnits", 16, 1, 512, "units of each hidden layer"),
        HyperParameter.integer("hiddenLayers", 1, 0, 4, "hidden layers of the controller"));
  }

  /** Begins a network with Adam, whose step size falls as that of our own learners does. */
  static GraphBuilder begin(HyperParameters values) {
    ISchedule rate =
        new InverseSchedule(
            ScheduleType.ITERATION,
            values.real("learningRate"),
            1.0 / values.integer("halfLife"),
            1);
    return new NeuralNetConfiguration.Builder().updater(new Adam(rate)).graphBuilder();
  }

  /**
   * Adds the hidden layers {@code PREFIX0}, {@code PREFIX1} and so on, then {@code PREFIX} without
   * an activation.
   *
   * @param input what the first of them reads, of {@code fields}
   */
  static void dense(
      GraphBuilder graph,
      HyperParameters values,
      String prefix,
      String input,
      int fields,
      int outputs) {
    String before = input;
    int width = fields;
    for (int l = 0; l < values.integer("hiddenLayers"); l++) {
      int units = values.integer("hiddenUnits");
      graph.addLayer(prefix + l, layer(width, units, Activation.RELU6), before);
      before = prefix + l;
      width = units;
    }
    graph.addLayer(prefix, layer(width, outputs, Activation.IDENTITY), before);
  }

  private static DenseLayer layer(int inputs, int outputs, Activation activation) {
    return new DenseLayer.Builder().nIn(inputs).nOut(outputs).activation(activation).build();
  }

  /**
   * Makes the network, with weights normal with variance 2 / inputs, those of its outputs a tenth
   * as large, as our own learners begin, and biases 0.
   *
   * @param prefix of the layers that score the actions
   * @param values with {@code hiddenLayers}
   */
  static Graph make(
      GraphBuilder graph, String prefix, HyperParameters values, SeededRandom random) {
    Nd4jThreads.limit();
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    Graph made = new Graph(network);
    for (int l = 0; l < values.integer("hiddenLayers"); l++) {
      made.path.add(prefix + l);
    }
    made.path.add(prefix);
    for (var layer : network.getLayers()) {
      INDArray weights = layer.getParam("W");
      if (weights == null) {
        continue;
      }
      float[][] drawn = new float[weights.rows()][weights.columns()];
      boolean output =
          ((DenseLayer) layer.conf().getLayer()).getActivationFn() instanceof ActivationIdentity;
      double deviation = (output ? OUTPUT_GAIN : 1) * Math.sqrt(2.0 / drawn.length);
      for (float[] row : drawn) {
        for (int k = 0; k < row.length; k++) {
          row[k] = (float) (deviation * random.nextGaussian());
        }
      }
      weights.assign(Nd4j.createFromArray(drawn));
    }
    return made;
  }

  /** Returns DL4J's network. */
  ComputationGraph network() {
    return network;
  }

  /** Returns the layers that score the actions, as a policy. */
  PolicyNetwork freeze(InputNormaliser normaliser) {
    List<PolicyLayer> layers = new ArrayList<>();
    for (int l = 0; l < path.size(); l++) {
      INDArray weights = network.getLayer(path.get(l)).getParam("W");
      int inputs = weights.rows();
      int outputs = weights.columns();
      float[] scales = new float[outputs];
      java.util.Arrays.fill(scales, 1);
      layers.add(
          new PolicyLayer(
              inputs,
              outputs,
              weights.dup('c').data().asFloat(),
              scales,
              network.getLayer(path.get(l)).getParam("b").toFloatVector(),
              l + 1 < path.size()
                  ? PolicyLayer.Activation.CLIPPED_RELU
                  : PolicyLayer.Activation.LINEAR));
    }
    return new PolicyNetwork(Precision.FLOAT32, normaliser, layers);
  }

  /**
   * Checks the parameters.
   *
   * @throws ArithmeticException if one is not finite
   */
  void checkFinite() {
    double sum = network.params().sumNumber().doubleValue();
    if (!Double.isFinite(sum)) {
      throw new ArithmeticException(
          "The parameters are not finite after an update of RL4J. Maybe lower learningRate?");
    }
  }

  /** Moves all parameters by the share {@code rate} of the way to those of {@code other}. */
  void moveTowards(Graph other, double rate) {
    INDArray step = other.network.params().sub(network.params());
    network.params().addi(step.muli(rate));
  }

  AgentState state() {
    return new AgentState()
        .put("parameters", network.params().toFloatVector())
        .put("moments", network.getUpdater().getStateViewArray().toFloatVector())
        .put("iteration", (long) network.getConfiguration().getIterationCount());
  }

  void restore(AgentState state) {
    assign(network.params(), state.floats("parameters"));
    assign(network.getUpdater().getStateViewArray(), state.floats("moments"));
    network.getConfiguration().setIterationCount((int) state.number("iteration"));
  }

  private static void assign(INDArray array, float[] values) {
    if (array.length() != values.length) {
      throw new IllegalArgumentException(
          "The network has "
              + array.length()
              + " numbers, but "
              + values.length
              + " are saved. Maybe they belong to another number of hidden units?");
    }
    array.assign(Nd4j.createFromArray(values).reshape(array.shape()));
  }
}
