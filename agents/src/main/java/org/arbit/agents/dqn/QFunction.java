package org.arbit.agents.dqn;

import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.ControllerSettings;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.NetworkState;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.Optimiser;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * Action values. Plain: the controller's outputs. Dueling (Wang et al. 2016, arXiv 1511.06581,
 * equation 9): {@code Q = V + A - mean of A over the valid actions}.
 *
 * <p>Deviation: the paper's two streams share a trunk; here V has a network of its own in single
 * precision, because the best action depends on A alone. So the controller that runs at inference
 * is only A, small and in 8 bits, while a larger V learns how hard a sample is.
 */
final class QFunction {

  private final int choices;
  private final TrainableNetwork advantage;
  private final @Nullable TrainableNetwork value;

  /** Takes networks from d fields to a outputs and, where it is dueling, to one. */
  QFunction(int choices, TrainableNetwork advantage, @Nullable TrainableNetwork value) {
    this.choices = choices;
    this.advantage = advantage;
    this.value = value;
  }

  static QFunction create(AgentContext context, HyperParameters values, SeededRandom random) {
    TrainableNetwork advantage = ControllerSettings.create(context, values, 0.1, random);
    int units = values.integer("valueUnits");
    return new QFunction(
        context.choices(),
        advantage,
        values.flag("dueling")
            ? new TrainableNetwork(
                new int[] {context.fields(), units, units, 1}, Precision.FLOAT32, 0.1, random)
            : null);
  }

  void setNormaliser(InputNormaliser normaliser) {
    advantage.setNormaliser(normaliser);
    if (value != null) {
      value.setNormaliser(normaliser);
    }
  }

  void copyFrom(QFunction other) {
    advantage.copyFrom(other.advantage);
    if (value != null && other.value != null) {
      value.copyFrom(other.value);
    }
  }

  /** Moves what orders the actions the share {@code rate} of the way to that of {@code other}. */
  void movePreferencesTowards(QFunction other, double rate) {
    advantage.moveTowards(other.advantage, rate);
  }

  /** Returns what orders the actions: Q up to a number per sample, in an array used again. */
  float[] preferences(float[] observations, int samples) {
    return advantage.forward(observations, samples);
  }

  /**
   * Returns Q, {@code n x a}; keeps what {@link #backward} needs.
   *
   * @param behaviours {@code n x a}: with what probability each action is taken
   */
  float[] values(float[] observations, float[] behaviours, int samples) {
    float[] q = advantage.forward(observations, samples).clone();
    if (value == null) {
      return q;
    }
    float[] v = value.forward(observations, samples);
    for (int n = 0; n < samples; n++) {
      double mean = 0;
      for (int j = n * choices; j < (n + 1) * choices; j++) {
        mean += behaviours[j] * q[j];
      }
      for (int j = n * choices; j < (n + 1) * choices; j++) {
        q[j] += v[n] - (float) mean;
      }
    }
    return q;
  }

  /** Adds the gradient of a loss, given its gradient by Q of one action per sample. */
  void backward(double[] slopes, int[] actions, float[] behaviours) {
    int samples = slopes.length;
    float[] byAdvantage = new float[samples * choices];
    float[] byValue = new float[samples];
    for (int n = 0; n < samples; n++) {
      byValue[n] = (float) slopes[n];
      for (int j = n * choices; value != null && j < (n + 1) * choices; j++) {
        byAdvantage[j] = (float) (-slopes[n] * behaviours[j]);
      }
      byAdvantage[n * choices + actions[n]] += (float) slopes[n];
    }
    advantage.backward(byAdvantage, samples);
    if (value != null) {
      value.backward(byValue, samples);
    }
  }

  PolicyNetwork freeze() {
    return advantage.freeze();
  }

  AgentState state() {
    AgentState state = new AgentState().putAll("advantage", NetworkState.of(advantage));
    return value == null ? state : state.putAll("value", NetworkState.of(value));
  }

  void restore(AgentState state) {
    NetworkState.restore(advantage, state.part("advantage"));
    if (value != null) {
      NetworkState.restore(value, state.part("value"));
    }
  }

  /** The optimisers of both networks. */
  static final class Optimisers {
    private final Optimiser advantage;
    private final @Nullable Optimiser value;

    Optimisers(QFunction q, HyperParameters values) {
      advantage = optimiser(q.advantage, values);
      value = q.value == null ? null : optimiser(q.value, values);
    }

    private static Optimiser optimiser(TrainableNetwork network, HyperParameters values) {
      return new Optimiser(
          network.size(),
          values.real("learningRate"),
          values.integer("halfLife"),
          values.real("gradientNorm"));
    }

    /** Updates both networks; returns the norm of the controller's gradient. */
    double update(QFunction q) {
      double norm = q.advantage.update(advantage);
      if (q.value != null && value != null) {
        q.value.update(value);
      }
      return norm;
    }

    AgentState state() {
      AgentState state = new AgentState().putAll("advantage", NetworkState.of(advantage));
      return value == null ? state : state.putAll("value", NetworkState.of(value));
    }

    void restore(AgentState state) {
      NetworkState.restore(advantage, state.part("advantage"));
      if (value != null) {
        NetworkState.restore(value, state.part("value"));
      }
    }
  }
}
