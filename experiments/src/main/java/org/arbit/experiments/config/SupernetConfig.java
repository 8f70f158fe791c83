package org.arbit.experiments.config;

import java.util.List;
import org.arbit.supernet.BitWidths;

/**
 * How a super-network is trained.
 *
 * @param network name of the architecture, such as {@code resnet8}
 * @param width channels of the first block; later ones have two and four times as many
 * @param bitWidths candidate bit-widths
 * @param recipe name of the training recipe
 * @param epochs passes over the training split
 * @param batchSize images per optimiser step
 * @param learningRate of the weights, at its peak
 */
public record SupernetConfig(
    String network,
    int width,
    List<Integer> bitWidths,
    String recipe,
    int epochs,
    int batchSize,
    double learningRate) {

  /** Checks every setting. */
  public SupernetConfig {
    bitWidths = List.copyOf(bitWidths);
    Problems problems =
        new Problems()
            .range("width", width, 1, 256)
            .range("epochs", epochs, 1, 10_000)
            .range("batchSize", batchSize, 1, 4096)
            .require(
                learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "in (0, 10]");
    try {
      BitWidths.of(bitWidths.stream().mapToInt(Integer::intValue).toArray());
    } catch (IllegalArgumentException e) {
      problems.add("bitWidths", String.valueOf(e.getMessage()));
    }
    problems.throwIfAny();
  }

  /** Returns the candidates as a set. */
  public BitWidths candidates() {
    return BitWidths.of(bitWidths.stream().mapToInt(Integer::intValue).toArray());
  }
}
