package org.arbit.experiments.export.runtime;

import java.util.Arrays;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Runs an exported network over a data set and measures accuracy, bits, BitOps and time. */
public final class Inference {

  private Inference() {}

  /**
   * What was measured.
   *
   * @param images number of images
   * @param accuracy share of right answers
   * @param meanBits over images and layers, of weights and activations; NaN if not adaptive
   * @param networkBitOps mean per image, the controller's not included; of a network at one
   *     allocation those that its file tells; NaN if it tells none
   * @param microsPerImage median over batches of the time of a batch, divided by its images
   */
  public record Result(
      int images, double accuracy, double meanBits, double networkBitOps, double microsPerImage) {

    /** Whether the network chose its own bits. */
    public boolean isAdaptive() {
      return !Double.isNaN(meanBits);
    }

    /** Whether it is known what an image costs. */
    public boolean tellsBitOps() {
      return !Double.isNaN(networkBitOps);
    }
  }

  /**
   * Runs the first images of a data set.
   *
   * @param batch images at a time; one where the network takes single images
   * @param tradeOff price of bits; NaN for the one in the file
   * @param budget in BitOps per image; needed by networks that keep one, else null
   * @throws InvalidInputException if images and network do not fit
   */
  public static Result run(
      NetworkRuntime model,
      Dataset data,
      int images,
      int batch,
      double tradeOff,
      @Nullable Long budget) {
    if (data.shape().size() != model.imageSize()) {
      throw new InvalidInputException(
          "The images are "
              + data.shape()
              + ", but the network takes "
              + model.imageSize()
              + " bytes per image.");
    }
    if (model.takesBudget() && budget == null) {
      throw new InvalidInputException(
          "The network keeps a hard budget, but none is given. Maybe --budget 30000000, in BitOps"
              + " per image?");
    }
    double lambda = Double.isNaN(tradeOff) ? model.number("arbit.tradeOff", 0) : tradeOff;
    long limit = budget == null ? Long.MAX_VALUE : budget;
    int atOnce = model.batches() ? Math.min(batch, images) : 1;
    int batches = (images + atOnce - 1) / atOnce;
    double[] micros = new double[batches];
    long right = 0;
    long bits = 0;
    long choices = 0;
    long bitOps = 0;
    byte[] pixels = new byte[atOnce * model.imageSize()];
    for (int b = 0; b < batches; b++) {
      int from = b * atOnce;
      int count = Math.min(atOnce, images - from);
      for (int i = 0; i < count; i++) {
        data.image(from + i, pixels, i * model.imageSize());
      }
      long start = System.nanoTime();
      NetworkRuntime.Outputs outputs = model.run(pixels, count, lambda, limit);
      micros[b] = (System.nanoTime() - start) / 1e3 / count;
      right += right(outputs.logits(), data, from, count);
      bits += Arrays.stream(outputs.bits()).sum() + Arrays.stream(outputs.activationBits()).sum();
      choices += outputs.bits().length + outputs.activationBits().length;
      bitOps += Arrays.stream(outputs.bitOps()).sum();
    }
    Arrays.sort(micros);
    boolean adaptive = model.isAdaptive();
    return new Result(
        images,
        right / (double) images,
        adaptive ? bits / (double) choices : Double.NaN,
        adaptive ? bitOps / (double) images : told(model),
        micros[batches / 2]);
  }

  private static double told(NetworkRuntime model) {
    return model.number("arbit.networkBitOps", Double.NaN);
  }

  private static int right(float[] logits, Dataset data, int from, int count) {
    int classes = logits.length / count;
    int right = 0;
    for (int i = 0; i < count; i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = logits[i * classes + k] > logits[i * classes + best] ? k : best;
      }
      right += best == data.label(from + i) ? 1 : 0;
    }
    return right;
  }
}
