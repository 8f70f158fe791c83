package org.arbit.supernet.training;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbit.supernet.layers.ConvKernel;
import org.arbit.supernet.layers.Nd4jThreads;
import org.arbit.supernet.layers.Parameter;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * ND4J's updaters over all parameters as one vector per group: weights with decay, batch-norm and
 * biases without, steps of quantizers with a rate of their own.
 */
final class Optimizer {

  private static final float LEAST_STEP = 1e-5f;

  /**
   * Largest relative change of a step in one update. Without it, momentum can carry a step through
   * zero; everything behind it is then zero, too, and never recovers. Ours, not LSQ's.
   */
  private static final float STEP_CHANGE = 0.1f;

  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Optimization.Method method;
  private final List<Group> groups = new ArrayList<>();

  /** The parameters that are treated alike, as one vector. */
  private record Group(
      List<Parameter> parameters,
      double decay,
      double rateFactor,
      IUpdater settings,
      INDArray memory,
      GradientUpdater<?> updater,
      float[] vector,
      INDArray gradient,
      FloatBuffer gradientValues) {

    String name() {
      return "optimizer/" + parameters.get(0).group().name().toLowerCase(Locale.ROOT);
    }
  }

  Optimizer(
      Optimization.Method method, List<Parameter> parameters, double decay, double stepRateFactor) {
    Nd4jThreads.limit();
    this.method = method;
    add(parameters, Parameter.Group.WEIGHT, decay, 1);
    add(parameters, Parameter.Group.AFFINE, 0, 1);
    add(parameters, Parameter.Group.STEP, 0, stepRateFactor);
  }

  private void add(List<Parameter> all, Parameter.Group kind, double decay, double rateFactor) {
    List<Parameter> members = all.stream().filter(p -> p.group() == kind).toList();
    int length = members.stream().mapToInt(p -> p.value().length).sum();
    if (length == 0) {
      return;
    }
    IUpdater settings =
        method == Optimization.Method.ADAM ? new Adam(0, 0, BETA2, EPSILON) : new Nesterovs(0, 0);
    INDArray memory = Nd4j.zeros(DataType.FLOAT, 1, settings.stateSize(length));
    INDArray gradient = Nd4j.zeros(DataType.FLOAT, 1, length);
    groups.add(
        new Group(
            members,
            decay,
            rateFactor,
            settings,
            memory,
            settings.instantiate(memory, true),
            new float[length],
            gradient,
            ConvKernel.buffer(gradient)));
  }

  /**
   * Takes a step along the gradients that the parameters hold.
   *
   * @return whether it was taken; it is not, and nothing changes, if a gradient is not a number
   */
  boolean step(double learningRate, double momentum, int iteration) {
    Nd4jThreads.limit();
    // Of all groups first, so that no parameter has changed when another's gradient turns out bad.
    double sum = 0;
    for (Group group : groups) {
      sum += gather(group, method == Optimization.Method.SGD ? group.decay : 0);
    }
    if (!Double.isFinite(sum)) {
      return false;
    }
    for (Group group : groups) {
      apply(group, learningRate * group.rateFactor, momentum, iteration);
    }
    return true;
  }

  /** Returns the sum of the gradients, which is finite only if each of them is. */
  private static double gather(Group group, double decay) {
    double sum = 0;
    int at = 0;
    for (Parameter parameter : group.parameters) {
      for (int i = 0; i < parameter.value().length; i++) {
        float gradient = (float) (parameter.gradient()[i] + decay * parameter.value()[i]);
        group.vector[at++] = gradient;
        sum += gradient;
      }
    }
    return sum;
  }

  private void apply(Group group, double learningRate, double momentum, int iteration) {
    if (group.settings instanceof Adam adam) {
      adam.setLearningRate(learningRate);
      adam.setBeta1(momentum);
    } else if (group.settings instanceof Nesterovs nesterovs) {
      nesterovs.setLearningRate(learningRate);
      nesterovs.setMomentum(momentum);
    }
    double kept = method == Optimization.Method.ADAM ? 1 - learningRate * group.decay : 1;
    group.gradientValues.put(0, group.vector);
    group.updater.applyUpdater(group.gradient, iteration, 0);
    float[] update = group.vector;
    group.gradientValues.get(0, update);
    int at = 0;
    for (Parameter parameter : group.parameters) {
      for (int i = 0; i < parameter.value().length; i++) {
        float before = parameter.value()[i];
        // Times one changes nothing, not even the last bit.
        float after = (float) (before * kept) - update[at++];
        parameter.value()[i] =
            parameter.group() == Parameter.Group.STEP ? limited(before, after) : after;
      }
    }
  }

  /** Copies what the updaters remember of earlier steps, by name. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    groups.forEach(group -> state.put(group.name(), group.memory.data().asFloat()));
    return state;
  }

  /** Takes what {@link #state} has returned. */
  void restore(TrainingState state) {
    for (Group group : groups) {
      group.memory.data().setData(state.values(group.name(), (int) group.memory.length()));
    }
  }

  private static float limited(float before, float after) {
    float near = Math.min(Math.max(after, before * (1 - STEP_CHANGE)), before * (1 + STEP_CHANGE));
    return Math.max(near, LEAST_STEP);
  }
}
