package org.arbit.agents.nn;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * ND4J's Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) over one flat vector, after clipping
 * the gradient's norm. Not thread-safe.
 */
public final class Optimiser {

  private static final double EPSILON = 1e-5;

  private final Adam config;
  private final double learningRate;
  private final double halfLife;
  private final double greatestNorm;
  private final INDArray gradient;
  private final INDArray moments;
  private final GradientUpdater<?> updater;
  private final float[] change;
  private int iteration;

  /**
   * Creates an optimiser.
   *
   * @param size number of parameters
   * @param learningRate positive
   * @param halfLife steps after which the learning rate is a half, then a third, and so on: {@code
   *     learningRate / (1 + step / halfLife)}; infinity for a constant one
   * @param greatestNorm a longer gradient is scaled down to this; infinity for no clipping
   */
  public Optimiser(int size, double learningRate, double halfLife, double greatestNorm) {
    this.config = new Adam(learningRate, 0.9, 0.999, EPSILON);
    this.learningRate = learningRate;
    this.halfLife = halfLife;
    this.greatestNorm = greatestNorm;
    this.gradient = Nd4j.create(DataType.FLOAT, 1, size);
    this.moments = Nd4j.create(DataType.FLOAT, 1, 2L * size);
    this.updater = config.instantiate(moments, true);
    this.change = new float[size];
  }

  /**
   * Changes the parameters.
   *
   * @param values the parameters, in place
   * @param slope gradient of the loss
   * @return the norm of the gradient before clipping
   * @throws ArithmeticException if the gradient is not finite; the parameters are as before
   */
  double step(float[] values, float[] slope) {
    double square = 0;
    for (float g : slope) {
      square += (double) g * g;
    }
    double norm = Math.sqrt(square);
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException(
          "The gradient is not finite (norm "
              + norm
              + "); the parameters are those before this "
              + "update. Maybe lower learningRate?");
    }
    float scale = norm > greatestNorm ? (float) (greatestNorm / norm) : 1;
    for (int k = 0; k < slope.length; k++) {
      change[k] = slope[k] * scale;
    }
    pointer(gradient).put(change, 0, change.length);
    config.setLearningRate(learningRate / (1 + iteration / halfLife));
    updater.applyUpdater(gradient, iteration++, 0);
    pointer(gradient).get(change, 0, change.length);
    for (int k = 0; k < values.length; k++) {
      values[k] -= change[k];
    }
    return norm;
  }

  /** Returns the number of steps taken. */
  public int iteration() {
    return iteration;
  }

  /** Returns a copy of both moments, first ones first. */
  public float[] moments() {
    float[] copy = new float[2 * change.length];
    pointer(moments).get(copy, 0, copy.length);
    return copy;
  }

  /**
   * Goes back to a saved state.
   *
   * @throws IllegalArgumentException if the number of moments differs
   */
  public void restore(float[] savedMoments, int savedIteration) {
    if (savedMoments.length != 2 * change.length) {
      throw new IllegalArgumentException(
          "The optimiser has "
              + 2 * change.length
              + " moments, but "
              + savedMoments.length
              + " are given.");
    }
    pointer(moments).put(savedMoments, 0, savedMoments.length);
    iteration = savedIteration;
  }

  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().pointer());
  }
}
