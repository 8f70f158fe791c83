package org.arbit.agents.nn;

import java.util.List;

/**
 * An immutable multi-layer perceptron that scores the actions of a policy, and the contract for
 * exporting it. With n samples, d fields and a actions it maps {@code float[n x d]} to {@code
 * float[n x a]}.
 *
 * <p><b>Arithmetic with 8 bits.</b> Every product is of two whole numbers held in single precision,
 * and every sum stays below 2^24, so sums are exact in any order and on any engine:
 *
 * <ol>
 *   <li>input code {@code q[i] = clamp(rint(fl(fl(x[i] - offset[i]) * fl(gain[i] * 32))), -127,
 *       127)} ({@link InputNormaliser});
 *   <li>{@code acc[j] = sum of q[i] * w[i][j]} with weight codes in [-127, 127];
 *   <li>{@code y[j] = fl(fl(acc[j] * scale[j]) + bias[j])}, never a fused multiply-add;
 *   <li>hidden layers: code {@code q[j] = clamp(rint(fl(y[j] * 42.5)), 0, 255)}, a ReLU clipped at
 *       6; the last layer: y are the scores.
 * </ol>
 *
 * <p>Clamping before or after rounding gives the same codes, since the bounds are whole. All
 * rounding is half to even. The scales are {@code weight step / 32} in the first layer and {@code
 * fl(weight step * 6 / 255)} in the others, rounded once. With {@link Precision#FLOAT32} the same
 * steps hold without rounding and codes (clamp of the input at 127/32, ReLU clipped at 6, scale 1).
 *
 * <p>A masked action gets a finite negative logit or is passed over; the best of the valid ones is
 * the one with the greatest score, the lowest index among equals.
 */
public final class PolicyNetwork {

  /** The greatest value of a hidden unit. */
  public static final float HIDDEN_LIMIT = 6;

  /** The greatest 8-bit code of a hidden unit; the least is 0. */
  public static final float GREATEST_HIDDEN_CODE = 255;

  /** Steps of a hidden unit's code per unit: 255 / 6. */
  public static final float HIDDEN_CODES_PER_UNIT = 42.5f;

  /** The greatest weight code; the least is its negative. */
  public static final float GREATEST_WEIGHT_CODE = 127;

  private static final long EXACT = 1L << 24;

  private final Precision precision;
  private final InputNormaliser normaliser;
  private final List<PolicyLayer> layers;

  /**
   * Creates a network.
   *
   * @throws IllegalArgumentException if the layers do not fit each other, or if with 8 bits a sum
   *     of codes could reach 2^24
   */
  public PolicyNetwork(Precision precision, InputNormaliser normaliser, List<PolicyLayer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("A policy network needs at least one layer.");
    }
    int width = normaliser.fields();
    float inputBound = InputNormaliser.GREATEST_CODE;
    for (PolicyLayer layer : layers) {
      if (layer.inputs() != width) {
        throw new IllegalArgumentException(
            "A layer has "
                + layer.inputs()
                + " inputs, but the one before it gives "
                + width
                + " values.");
      }
      if (precision == Precision.INT8
          && width * (double) inputBound * GREATEST_WEIGHT_CODE >= EXACT) {
        throw new IllegalArgumentException(
            "With "
                + width
                + " inputs a sum of 8-bit products can reach 2^24 and is no longer "
                + "exact. Maybe use fewer hidden units, or precision 32?");
      }
      width = layer.outputs();
      inputBound = GREATEST_HIDDEN_CODE;
    }
    this.precision = precision;
    this.normaliser = normaliser;
    this.layers = List.copyOf(layers);
  }

  /** Returns what the products are computed in. */
  public Precision precision() {
    return precision;
  }

  /** Returns what is done to observations first. */
  public InputNormaliser normaliser() {
    return normaliser;
  }

  /** Returns the layers, first to last. */
  public List<PolicyLayer> layers() {
    return layers;
  }

  /** Returns d, the number of fields of an observation. */
  public int inputs() {
    return normaliser.fields();
  }

  /** Returns a, the number of actions. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Returns the multiply-accumulate operations of one decision. */
  public long macs() {
    return layers.stream().mapToLong(PolicyLayer::macs).sum();
  }

  /** Returns the BitOps of one decision, at the precision it really runs in. */
  public long bitOps() {
    return macs() * precision.bitOpsPerMac();
  }

  /**
   * Scores the actions.
   *
   * @param observations {@code samples x inputs()}
   * @param into receives {@code samples x outputs()}
   * @throws IllegalArgumentException if an array is too short
   */
  public void scores(float[] observations, int samples, float[] into) {
    if (observations.length < samples * inputs() || into.length < samples * outputs()) {
      throw new IllegalArgumentException(
          "Scoring "
              + samples
              + " samples needs "
              + samples * inputs()
              + " observed and "
              + samples * outputs()
              + " score entries, but there are "
              + observations.length
              + " and "
              + into.length
              + ".");
    }
    float[] x = new float[samples * inputs()];
    normaliser.apply(observations, samples, precision, x);
    for (int l = 0; l < layers.size(); l++) {
      PolicyLayer layer = layers.get(l);
      float[] y = l == layers.size() - 1 ? into : new float[samples * layer.outputs()];
      layer.apply(x, samples, precision, y);
      x = y;
    }
  }
}
