package org.arbit.supernet.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.layers.Parameter;

/**
 * The exponential moving average of all parameters. The first update takes the values as they are,
 * for steps of activations follow from the first batch; the n-th has the decay {@code min(decay, (1
 * + n) / (10 + n))}, so that the average forgets the random beginning soon. Statistics are averaged
 * like what is learned, until they become constant.
 */
final class ParameterAverage {

  private final double decay;
  private final List<Parameter> parameters;
  private final float[][] values;

  ParameterAverage(List<Parameter> parameters, double decay) {
    this.decay = decay;
    this.parameters = parameters;
    values = new float[parameters.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameters.get(i).value().clone();
    }
  }

  /**
   * Takes the values of the parameters in.
   *
   * @param n number of this update, from 1
   */
  void update(int n) {
    float weight = n == 1 ? 1 : (float) (1 - Math.min(decay, (1.0 + n) / (10.0 + n)));
    for (int i = 0; i < values.length; i++) {
      float[] average = values[i];
      float[] value = parameters.get(i).value();
      for (int k = 0; k < average.length; k++) {
        average[k] += weight * (value[k] - average[k]);
      }
    }
  }

  /** Takes the statistics as they are. */
  void copyStatistics() {
    for (int i = 0; i < values.length; i++) {
      if (parameters.get(i).group() == Parameter.Group.STATISTIC) {
        System.arraycopy(parameters.get(i).value(), 0, values[i], 0, values[i].length);
      }
    }
  }

  /** Copies the average, by name. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      Parameter parameter = parameters.get(i);
      tensors.put(parameter.name(), new Tensor(parameter.shape(), values[i].clone()));
    }
    return tensors;
  }

  /** Takes what was saved under names with the given prefix. */
  void restore(TrainingState state, String prefix) {
    for (int i = 0; i < values.length; i++) {
      String name = prefix + parameters.get(i).name();
      System.arraycopy(state.values(name, values[i].length), 0, values[i], 0, values[i].length);
    }
  }
}
