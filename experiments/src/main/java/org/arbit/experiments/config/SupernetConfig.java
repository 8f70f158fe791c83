package org.arbit.experiments.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.NetworkReader;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.Optimization;
import org.arbit.supernet.training.Validation;

/**
 * How a super-network is trained.
 *
 * @param network the architecture: a name such as {@code resnet8}, or a mapping as {@link
 *     NetworkReader} reads it
 * @param width channels of the stem where the architecture, or its base, is given by name; later
 *     layers have multiples of it
 * @param bitWidths candidate bit-widths of every searchable layer
 * @param recipe name of the training recipe
 * @param switches of the recipe that differ from their defaults
 * @param separate whether weights and activations may have different bit-widths
 * @param epochs passes over the training split
 * @param batch images per optimiser step
 * @param learningRate of the weights, at its peak
 * @param warmUp share of the steps in which the rate rises, in [0, 1)
 * @param momentum of Nesterov's method, or Adam's beta1, in [0, 1)
 * @param weightDecay of the weights
 * @param stepRateFactor learning rate of quantizer steps as a multiple of that of the weights
 * @param randomAllocations random layer-wise allocations of a step
 * @param recalibration batches of training images on which batch-norm statistics are re-estimated
 *     after training, for uniform and mixed allocations; 0 for none
 * @param constantNorm share of the steps, at the end, that use those statistics instead of their
 *     batch's, as the frozen network will; in [0, 1)
 * @param shard samples that a worker takes at a time; part of the result
 * @param integerForward whether forward passes add products of integer codes, exactly, or of float
 *     values, rounded
 * @param optimization how weights follow their gradients: optimiser, schedule, label smoothing,
 *     averages
 * @param augmentation random changes of the training images
 * @param validation when the network is measured on the validation split, and what for
 */
public record SupernetConfig(
    Object network,
    int width,
    List<Integer> bitWidths,
    String recipe,
    Map<String, Double> switches,
    boolean separate,
    int epochs,
    int batch,
    double learningRate,
    double warmUp,
    double momentum,
    double weightDecay,
    double stepRateFactor,
    int randomAllocations,
    int recalibration,
    double constantNorm,
    int shard,
    boolean integerForward,
    Optimization optimization,
    Augmentation augmentation,
    Validation validation) {

  /** Checks every setting. */
  public SupernetConfig {
    bitWidths = List.copyOf(bitWidths);
    switches = Collections.unmodifiableMap(new TreeMap<>(switches));
    Problems problems =
        new Problems()
            .range("width", width, 1, 256)
            .range("epochs", epochs, 1, 10_000)
            .range("batch", batch, 2, 4096)
            .require(
                learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "in (0, 10]")
            .require(warmUp >= 0 && warmUp < 1, "warmUp", warmUp, "in [0, 1)")
            .require(momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)")
            .range("weightDecay", weightDecay, 0, 1)
            .range("stepRateFactor", stepRateFactor, 0, 100)
            .range("randomAllocations", randomAllocations, 0, 16)
            .range("recalibration", recalibration, 0, 10_000)
            .require(
                constantNorm >= 0 && constantNorm < 1, "constantNorm", constantNorm, "in [0, 1)")
            .range("shard", shard, 1, 4096);
    try {
      BitWidths.of(bitWidths.stream().mapToInt(Integer::intValue).toArray());
    } catch (IllegalArgumentException e) {
      problems.add("bitWidths", String.valueOf(e.getMessage()));
    }
    try {
      NetworkReader.read(network, Math.max(width, 1));
    } catch (InvalidInputException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> problems.add("network", line));
    }
    problems.throwIfAny();
  }

  /** Returns ResNet-8 of width 8 trained for 8 epochs at 2, 3, 4 and 8 bits. */
  public static SupernetConfig resnet8(String recipe, double learningRate) {
    return new SupernetConfig(
        "resnet8",
        8,
        List.of(2, 3, 4, 8),
        recipe,
        Map.of(),
        false,
        8,
        128,
        learningRate,
        0.1,
        0.9,
        5e-4,
        0.1,
        2,
        32,
        0,
        8,
        true,
        Optimization.DEFAULT,
        Augmentation.NONE,
        Validation.NONE);
  }

  /** Returns the same with another validation. */
  public SupernetConfig withValidation(Validation other) {
    return new SupernetConfig(
        network,
        width,
        bitWidths,
        recipe,
        switches,
        separate,
        epochs,
        batch,
        learningRate,
        warmUp,
        momentum,
        weightDecay,
        stepRateFactor,
        randomAllocations,
        recalibration,
        constantNorm,
        shard,
        integerForward,
        optimization,
        augmentation,
        other);
  }

  /** Returns the architecture. */
  public NetworkDescription architecture() {
    return NetworkReader.read(network, width);
  }

  /** Returns the candidates as a set. */
  public BitWidths candidates() {
    return BitWidths.of(bitWidths.stream().mapToInt(Integer::intValue).toArray());
  }
}
