package org.arbit.supernet.training;

import java.util.List;
import org.arbit.supernet.layers.Parameter;

/** Finds where numbers stopped being numbers. */
final class Divergence {

  private Divergence() {}

  /**
   * Makes the exception for a step.
   *
   * @param step that failed, from 1
   * @param what is wrong, such as {@code the loss is NaN}
   * @param parameters in the order in which passes use them
   * @param learningRate of the training at its highest
   */
  static DivergenceException at(
      int step, String what, List<Parameter> parameters, double learningRate) {
    return new DivergenceException(
        "Training stopped at step "
            + step
            + ": "
            + what
            + where(parameters)
            + ". Maybe lower learningRate, now "
            + learningRate
            + "?");
  }

  /** Whether all values, statistics included, are numbers. */
  static boolean isFinite(List<Parameter> parameters) {
    return parameters.stream().allMatch(parameter -> isFinite(parameter.value()));
  }

  /**
   * A forward pass leaves its trace in values: statistics are updated layer by layer, so that the
   * first layer with a bad one is where it began. Gradients flow from the last layer to the first.
   */
  private static String where(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      if (!isFinite(parameter.value())) {
        return ", first in layer " + layer(parameter) + " (" + parameter.name() + ")";
      }
    }
    for (int i = parameters.size() - 1; i >= 0; i--) {
      if (!isFinite(parameters.get(i).gradient())) {
        Parameter parameter = parameters.get(i);
        return ", first in layer " + layer(parameter) + " (gradient of " + parameter.name() + ")";
      }
    }
    return ", though all layers are finite";
  }

  private static String layer(Parameter parameter) {
    int dot = parameter.name().lastIndexOf('.');
    return dot < 0 ? parameter.name() : parameter.name().substring(0, dot);
  }

  private static boolean isFinite(float[] values) {
    // A sum of finite floats is finite in double precision, and any other is not.
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return Double.isFinite(sum);
  }
}
