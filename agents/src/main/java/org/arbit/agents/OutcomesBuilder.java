package org.arbit.agents;

/** Fills {@link Outcomes} sample by sample, in any order. */
public final class OutcomesBuilder {

  private final int layers;
  private final boolean[] correct;
  private final int[] predicted;
  private final double[] logLikelihood;
  private final int[] weightBits;
  private final int[] activationBits;
  private final long[] networkBitOps;
  private final long[] controllerBitOps;

  /**
   * What the network says of a sample.
   *
   * @param correct whether it is the label
   * @param predicted class
   * @param logLikelihood of the label
   */
  public record Answer(boolean correct, int predicted, double logLikelihood) {}

  /** Creates outcomes of {@code samples} samples for {@code layers} searchable layers. */
  public OutcomesBuilder(int layers, int samples) {
    this.layers = layers;
    correct = new boolean[samples];
    predicted = new int[samples];
    logLikelihood = new double[samples];
    weightBits = new int[samples * layers];
    activationBits = new int[samples * layers];
    networkBitOps = new long[samples];
    controllerBitOps = new long[samples];
  }

  /**
   * Sets one sample.
   *
   * @param weights bits of the weights, one per layer
   * @param activations bits of the input activations, one per layer
   * @param network BitOps of the network, all runs included
   * @param controller BitOps of the controller
   */
  public void set(
      int sample, Answer answer, int[] weights, int[] activations, long network, long controller) {
    correct[sample] = answer.correct();
    predicted[sample] = answer.predicted();
    logLikelihood[sample] = answer.logLikelihood();
    System.arraycopy(weights, 0, weightBits, sample * layers, layers);
    System.arraycopy(activations, 0, activationBits, sample * layers, layers);
    networkBitOps[sample] = network;
    controllerBitOps[sample] = controller;
  }

  /** Returns the outcomes; the builder must not be used any more. */
  public Outcomes build() {
    return new Outcomes(
        layers,
        correct,
        predicted,
        logLikelihood,
        weightBits,
        activationBits,
        networkBitOps,
        controllerBitOps);
  }
}
