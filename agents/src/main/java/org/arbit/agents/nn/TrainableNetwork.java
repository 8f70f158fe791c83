package org.arbit.agents.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.arbit.agents.nn.PolicyLayer.Activation;
import org.arbit.env.SeededRandom;

/**
 * A multi-layer perceptron that learns on ND4J: matrix products by {@code gemm}, everything between
 * them in fused Java loops. {@link #freeze()} gives the {@link PolicyNetwork} that computes the
 * same scores (bit for bit with 8 bits).
 *
 * <p>Not thread-safe: a pass keeps what the backward pass needs.
 */
public final class TrainableNetwork {

  private final Precision precision;
  private final List<TrainableLayer> layers = new ArrayList<>();
  private final float[] parameters;
  private final float[] gradient;
  private InputNormaliser normaliser;

  /**
   * Creates a network with random weights: normal with variance 2 / inputs (He et al. 2015, arXiv
   * 1502.01852, equation 10), and biases 0.
   *
   * @param sizes fields, hidden units of each layer, outputs; at least 2
   * @param outputGain factor on the weights of the last layer, small for a policy that begins
   *     almost uniform
   */
  public TrainableNetwork(
      int[] sizes, Precision precision, double outputGain, SeededRandom random) {
    this.precision = precision;
    this.normaliser = InputNormaliser.identity(sizes[0]);
    int size = 0;
    for (int l = 0; l + 1 < sizes.length; l++) {
      boolean last = l + 2 == sizes.length;
      Activation activation = last ? Activation.LINEAR : Activation.CLIPPED_RELU;
      TrainableLayer layer =
          new TrainableLayer(sizes[l], sizes[l + 1], precision, l == 0, activation);
      layers.add(layer);
      size += layer.size();
    }
    parameters = new float[size];
    gradient = new float[size];
    int offset = 0;
    for (int l = 0; l + 1 < sizes.length; l++) {
      double deviation = Math.sqrt(2.0 / sizes[l]) * (l + 2 == sizes.length ? outputGain : 1);
      for (int k = 0; k < sizes[l] * sizes[l + 1]; k++) {
        parameters[offset + k] = (float) (deviation * random.nextGaussian());
      }
      offset += layers.get(l).size();
    }
    reload();
  }

  /** Sets what is done to observations first; the first passes must come after it. */
  public void setNormaliser(InputNormaliser normaliser) {
    this.normaliser = normaliser;
  }

  /** Returns what is done to observations first. */
  public InputNormaliser normaliser() {
    return normaliser;
  }

  /** Returns the number of parameters. */
  public int size() {
    return parameters.length;
  }

  /** Returns a copy of all parameters: layer by layer, weights (inputs x outputs), then biases. */
  public float[] parameters() {
    return parameters.clone();
  }

  /**
   * Replaces all parameters.
   *
   * @throws IllegalArgumentException if their number differs
   */
  public void setParameters(float[] values) {
    if (values.length != parameters.length) {
      throw new IllegalArgumentException(
          "The network has "
              + parameters.length
              + " parameters, but "
              + values.length
              + " are given. Maybe they belong to another number of hidden units?");
    }
    System.arraycopy(values, 0, parameters, 0, values.length);
    reload();
  }

  /** Takes parameters and normaliser of {@code other}, which has the same sizes. */
  public void copyFrom(TrainableNetwork other) {
    normaliser = other.normaliser;
    setParameters(other.parameters);
  }

  /**
   * Moves all parameters the share {@code rate} of the way to those of {@code other}, which has the
   * same sizes, and takes its normaliser.
   */
  public void moveTowards(TrainableNetwork other, double rate) {
    normaliser = other.normaliser;
    for (int k = 0; k < parameters.length; k++) {
      parameters[k] += (float) (rate * (other.parameters[k] - parameters[k]));
    }
    reload();
  }

  /**
   * Computes the scores and keeps what {@link #backward} needs.
   *
   * @param observations {@code samples x fields}
   * @return {@code samples x outputs}, in an array that the next pass of as many samples uses again
   */
  public float[] forward(float[] observations, int samples) {
    float[] x = new float[samples * normaliser.fields()];
    normaliser.apply(observations, samples, precision, x);
    for (TrainableLayer layer : layers) {
      x = layer.forward(x, samples);
    }
    return x;
  }

  /**
   * Adds the gradient of a loss to what has been added since {@link #clearGradient()}.
   *
   * @param scoreGradient gradient of the loss by the scores of the last {@link #forward}, {@code
   *     samples x outputs}
   */
  public void backward(float[] scoreGradient, int samples) {
    float[] dy = scoreGradient.clone();
    int end = parameters.length;
    for (int l = layers.size() - 1; l >= 0; l--) {
      TrainableLayer layer = layers.get(l);
      float[] dx = l == 0 ? null : new float[samples * layers.get(l - 1).outputs()];
      layer.backward(dy, samples, gradient, end - layer.size(), dx);
      end -= layer.size();
      if (dx == null) {
        return;
      }
      dy = dx;
    }
  }

  /** Forgets the gradient. */
  public void clearGradient() {
    Arrays.fill(gradient, 0);
  }

  /** Returns a copy of the gradient, in the order of {@link #parameters()}. */
  public float[] gradient() {
    return gradient.clone();
  }

  /**
   * Lets an optimiser change the parameters by the gradient, and forgets it.
   *
   * @return the norm of the gradient before clipping
   */
  public double update(Optimiser optimiser) {
    double norm = optimiser.step(parameters, gradient);
    clearGradient();
    reload();
    return norm;
  }

  /** Returns the network as it is now. */
  public PolicyNetwork freeze() {
    return new PolicyNetwork(
        precision, normaliser, layers.stream().map(TrainableLayer::freeze).toList());
  }

  private void reload() {
    int offset = 0;
    for (TrainableLayer layer : layers) {
      layer.load(parameters, offset);
      offset += layer.size();
    }
  }
}
