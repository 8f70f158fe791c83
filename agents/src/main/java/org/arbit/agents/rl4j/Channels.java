package org.arbit.agents.rl4j;

import java.util.Arrays;
import org.arbit.agents.AgentContext;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.Precision;
import org.arbit.env.rl4j.Rl4jEnvironment;
import org.deeplearning4j.rl4j.observation.Observation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes RL4J's observations: normalised fields, and a second channel for the mask. */
final class Channels {

  /** The names of both, in order. */
  static final String[] NAMES = {Rl4jEnvironment.OBSERVATION, Rl4jEnvironment.MASK};

  private final int fields;
  private final int choices;
  private InputNormaliser normaliser;

  Channels(AgentContext context) {
    this.fields = context.fields();
    this.choices = context.choices();
    this.normaliser = InputNormaliser.identity(fields);
  }

  InputNormaliser normaliser() {
    return normaliser;
  }

  void setNormaliser(InputNormaliser normaliser) {
    this.normaliser = normaliser;
  }

  /** Returns normalised observations, {@code samples x fields}. */
  float[] normalise(float[] observations, int samples) {
    float[] values = new float[samples * fields];
    normaliser.apply(observations, samples, Precision.FLOAT32, values);
    return values;
  }

  private INDArray array(float[] values, int row) {
    float[] own = Arrays.copyOfRange(values, row * fields, (row + 1) * fields);
    return Nd4j.createFromArray(new float[][] {own});
  }

  /**
   * Returns row {@code row} as an observation.
   *
   * @param values from {@link #normalise}
   * @param masks {@code n x a}
   * @param invalid what stands in the second channel for an invalid action
   * @param valid what stands there for a valid one
   */
  Observation row(float[] values, boolean[] masks, int row, float invalid, float valid) {
    float[] second = new float[choices];
    for (int a = 0; a < choices; a++) {
      second[a] = masks[row * choices + a] ? valid : invalid;
    }
    return new Observation(
        new INDArray[] {array(values, row), Nd4j.createFromArray(new float[][] {second})});
  }
}
