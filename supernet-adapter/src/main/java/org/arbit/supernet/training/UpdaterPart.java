package org.arbit.supernet.training;

import java.nio.FloatBuffer;
import java.util.List;
import org.arbit.supernet.layers.ConvKernel;
import org.arbit.supernet.layers.Nd4jThreads;
import org.arbit.supernet.layers.Parameter;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.api.ops.impl.updaters.NesterovsUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Some of the parameters that are treated alike, as one vector, with what the updater remembers.
 *
 * <p>It runs ND4J's operation as ND4J's own updaters do, but keeps what they make anew for every
 * step, which takes longer than the operation itself (docs/decisions/0025).
 */
final class UpdaterPart {

  private static final float LEAST_STEP = 1e-5f;

  /**
   * Largest relative change of a step in one update. Without it, momentum can carry a step through
   * zero; everything behind it is then zero, too, and never recovers. Ours, not LSQ's.
   */
  private static final float STEP_CHANGE = 0.1f;

  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Optimization.Method method;
  private final List<Parameter> parameters;
  private final int begin;
  private final int length;
  private final double decay;
  private final double rateFactor;

  /** What is remembered of earlier steps: velocity, or first and second moment. */
  private final List<INDArray> memory;

  private final CustomOp operation;
  private final OpContext arguments;
  private final FloatBuffer gradientValues;

  /** Numbers of the parameter at work. */
  private final float[] row;

  /**
   * Makes a part that remembers nothing yet.
   *
   * @param parameters of one group
   * @param begin number of the group's values that are in parts before this one
   */
  UpdaterPart(
      Optimization.Method method,
      List<Parameter> parameters,
      int begin,
      double decay,
      double rateFactor) {
    Nd4jThreads.limit();
    this.method = method;
    this.parameters = parameters;
    this.begin = begin;
    this.decay = decay;
    this.rateFactor = rateFactor;
    length = parameters.stream().mapToInt(p -> p.value().length).sum();
    INDArray gradient = zeros();
    gradientValues = ConvKernel.buffer(gradient);
    List<INDArray> values;
    if (method == Optimization.Method.ADAM) {
      INDArray first = zeros();
      INDArray second = zeros();
      memory = List.of(first, second);
      values = List.of(gradient, second, first);
      operation = new AdamUpdater(gradient, second, first, 0, 0, BETA2, EPSILON, 0);
    } else {
      INDArray velocity = zeros();
      memory = List.of(velocity);
      values = List.of(gradient, velocity);
      operation = new NesterovsUpdater(gradient, velocity, 0, 0);
    }
    // The operation replaces what it reads.
    arguments = Nd4j.getExecutioner().buildContext();
    for (int i = 0; i < values.size(); i++) {
      arguments.setInputArray(i, values.get(i));
      arguments.setOutputArray(i, values.get(i));
    }
    row = new float[parameters.stream().mapToInt(p -> p.value().length).max().orElse(0)];
  }

  private INDArray zeros() {
    return Nd4j.zeros(DataType.FLOAT, 1, length);
  }

  /** Returns how many numbers are remembered of a value. */
  static int memory(Optimization.Method method) {
    return method == Optimization.Method.ADAM ? 2 : 1;
  }

  /** Takes the gradients, and returns whether each of them and of the parameters is a number. */
  boolean gather() {
    boolean finite = true;
    int at = 0;
    for (Parameter parameter : parameters) {
      int count = parameter.value().length;
      if (method == Optimization.Method.SGD && decay != 0) {
        addDecay(parameter.gradient(), parameter.value(), decay, row);
      } else {
        System.arraycopy(parameter.gradient(), 0, row, 0, count);
        finite &= finite(parameter.value(), count);
      }
      finite &= finite(row, count);
      gradientValues.put(at, row, 0, count);
      at += count;
    }
    return finite;
  }

  /**
   * Adds the decay in double. One by one, each would wait for the one before: conversions keep part
   * of the register that they write to.
   */
  private static void addDecay(float[] gradient, float[] value, double decay, float[] into) {
    int i = 0;
    for (; i < value.length - 7; i += 8) {
      double d0 = decay * value[i];
      double d1 = decay * value[i + 1];
      double d2 = decay * value[i + 2];
      double d3 = decay * value[i + 3];
      double d4 = decay * value[i + 4];
      double d5 = decay * value[i + 5];
      double d6 = decay * value[i + 6];
      double d7 = decay * value[i + 7];
      into[i] = (float) (gradient[i] + d0);
      into[i + 1] = (float) (gradient[i + 1] + d1);
      into[i + 2] = (float) (gradient[i + 2] + d2);
      into[i + 3] = (float) (gradient[i + 3] + d3);
      into[i + 4] = (float) (gradient[i + 4] + d4);
      into[i + 5] = (float) (gradient[i + 5] + d5);
      into[i + 6] = (float) (gradient[i + 6] + d6);
      into[i + 7] = (float) (gradient[i + 7] + d7);
    }
    for (; i < value.length; i++) {
      into[i] = (float) (gradient[i] + decay * value[i]);
    }
  }

  private static boolean finite(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** Updates the parameters by the gradients that it took. */
  void apply(double learningRate, double momentum, int iteration) {
    double rate = learningRate * rateFactor;
    if (method == Optimization.Method.ADAM) {
      arguments.setTArguments(rate, momentum, BETA2, EPSILON);
      arguments.setIArguments(iteration);
    } else {
      arguments.setTArguments(rate, momentum);
    }
    Nd4j.exec(operation, arguments);
    int at = 0;
    for (Parameter parameter : parameters) {
      float[] value = parameter.value();
      gradientValues.get(at, row, 0, value.length);
      at += value.length;
      if (method == Optimization.Method.ADAM && decay != 0) {
        shrink(value, 1 - rate * decay);
      }
      if (parameter.group() == Parameter.Group.STEP) {
        subtractLimited(value, row);
      } else {
        subtract(value, row);
      }
    }
  }

  private static void shrink(float[] value, double factor) {
    for (int i = 0; i < value.length; i++) {
      value[i] = (float) (value[i] * factor);
    }
  }

  private static void subtract(float[] value, float[] update) {
    for (int i = 0; i < value.length; i++) {
      value[i] -= update[i];
    }
  }

  private static void subtractLimited(float[] value, float[] update) {
    for (int i = 0; i < value.length; i++) {
      value[i] = limited(value[i], value[i] - update[i]);
    }
  }

  private static float limited(float before, float after) {
    float near = Math.min(Math.max(after, before * (1 - STEP_CHANGE)), before * (1 + STEP_CHANGE));
    return Math.max(near, LEAST_STEP);
  }

  /**
   * Copies what is remembered to its place among that of the group.
   *
   * @param all a number for every value, or first those of one kind and then those of the other
   * @param of values of the group
   */
  void copyMemory(float[] all, int of) {
    for (int kind = 0; kind < memory.size(); kind++) {
      ConvKernel.buffer(memory.get(kind)).get(0, all, kind * of + begin, length);
    }
  }

  /** Takes what {@link #copyMemory} has copied. */
  void restoreMemory(float[] all, int of) {
    for (int kind = 0; kind < memory.size(); kind++) {
      ConvKernel.buffer(memory.get(kind)).put(0, all, kind * of + begin, length);
    }
  }
}
