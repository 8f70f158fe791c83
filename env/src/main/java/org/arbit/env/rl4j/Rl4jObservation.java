package org.arbit.env.rl4j;

import org.deeplearning4j.rl4j.space.Encodable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An observation for RL4J's older learners, with the mask beside it. Immutable. */
public final class Rl4jObservation implements Encodable {

  private final float[] values;
  private final boolean[] mask;

  Rl4jObservation(float[] values, boolean[] mask) {
    this.values = values.clone();
    this.mask = mask.clone();
  }

  /** Returns which actions are valid. */
  public boolean[] mask() {
    return mask.clone();
  }

  @Override
  @Deprecated
  public double[] toArray() {
    double[] doubles = new double[values.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  @Override
  public boolean isSkipped() {
    return false;
  }

  /** Returns the observation as an array of the shape 1 x d. */
  @Override
  public INDArray getData() {
    return Nd4j.createFromArray(new float[][] {values});
  }

  @Override
  public Encodable dup() {
    return this;
  }
}
