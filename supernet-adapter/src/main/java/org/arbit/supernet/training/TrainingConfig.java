package org.arbit.supernet.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * The settings of a training. Everything that changes the result is here, so that the same settings
 * on the same data give the same network.
 *
 * @param network the architecture
 * @param bitWidths candidates of every searchable layer
 * @param separate whether weights and activations of a layer may have different bit-widths
 * @param recipe registered name of the recipe
 * @param switches of the recipe that differ from their defaults
 * @param epochs passes over the training images, at least 1
 * @param batch samples of a step, at least 2
 * @param learningRate at its highest
 * @param warmUp share of the steps in which the rate rises, in [0, 1)
 * @param momentum of Nesterov's method, or Adam's beta1, in [0, 1)
 * @param weightDecay of the weights; steps of quantizers, batch-norm and biases have none
 * @param stepRateFactor learning rate of quantizer steps as a multiple of that of the weights
 * @param randomAllocations random layer-wise allocations of a step
 * @param recalibration batches on which batch-norm statistics are re-estimated, for uniform and
 *     mixed allocations, at the end or before {@code constantNorm}; 0 for never
 * @param constantNorm share of the steps, at the end, in which statistics stay as they were
 *     re-estimated and passes use them instead of their batch's, as the frozen network will; in [0,
 *     1)
 * @param shard samples that a worker takes at a time; part of the result
 * @param integerForward whether forward passes add products of integer codes, exactly, as the
 *     frozen network does, or sums of float values, which are rounded at every addition
 * @param optimization how parameters follow their gradients
 * @param augmentation random changes of the training images
 * @param validation when the network is measured on the way
 * @param seed of weights, order and random allocations, not negative
 */
public record TrainingConfig(
    NetworkDescription network,
    BitWidths bitWidths,
    boolean separate,
    String recipe,
    Map<String, Double> switches,
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
    Validation validation,
    long seed) {

  /**
   * Checks all settings.
   *
   * @throws InvalidInputException that names every setting out of range
   */
  public TrainingConfig {
    switches = new TreeMap<>(switches);
    List<String> problems = new ArrayList<>();
    require(problems, epochs >= 1, "epochs", epochs, "at least 1");
    require(problems, batch >= 2, "batch", batch, "at least 2");
    require(problems, learningRate > 0, "learningRate", learningRate, "above 0");
    require(problems, warmUp >= 0 && warmUp < 1, "warmUp", warmUp, "in [0, 1)");
    require(problems, momentum >= 0 && momentum < 1, "momentum", momentum, "in [0, 1)");
    require(problems, weightDecay >= 0, "weightDecay", weightDecay, "at least 0");
    require(problems, stepRateFactor >= 0, "stepRateFactor", stepRateFactor, "at least 0");
    require(problems, randomAllocations >= 0, "randomAllocations", randomAllocations, "at least 0");
    require(problems, recalibration >= 0, "recalibration", recalibration, "at least 0");
    require(
        problems, constantNorm >= 0 && constantNorm < 1, "constantNorm", constantNorm, "in [0, 1)");
    require(problems, shard >= 1, "shard", shard, "at least 1");
    require(problems, seed >= 0, "seed", seed, "at least 0");
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("\n", problems));
    }
  }

  /** Makes the settings of a training without the parts that can be left out. */
  public TrainingConfig(
      NetworkDescription network,
      BitWidths bitWidths,
      boolean separate,
      String recipe,
      Map<String, Double> switches,
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
      long seed) {
    this(
        network,
        bitWidths,
        separate,
        recipe,
        switches,
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
        true,
        Optimization.DEFAULT,
        Augmentation.NONE,
        Validation.NONE,
        seed);
  }

  /** Returns the same with other values of the parts that can be left out. */
  public TrainingConfig with(
      Optimization otherOptimization, Augmentation otherAugmentation, Validation otherValidation) {
    return with(integerForward, otherOptimization, otherAugmentation, otherValidation);
  }

  /** Returns the same with exact forward passes or rounded ones. */
  public TrainingConfig withIntegerForward(boolean integers) {
    return with(integers, optimization, augmentation, validation);
  }

  private TrainingConfig with(
      boolean integers,
      Optimization otherOptimization,
      Augmentation otherAugmentation,
      Validation otherValidation) {
    return new TrainingConfig(
        network,
        bitWidths,
        separate,
        recipe,
        switches,
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
        integers,
        otherOptimization,
        otherAugmentation,
        otherValidation,
        seed);
  }

  private static void require(
      List<String> problems, boolean holds, String name, Object found, String allowed) {
    if (!holds) {
      problems.add("Training setting " + name + " is " + found + ", but must be " + allowed + ".");
    }
  }

  /** Returns the settings for ResNet-8 and recipe {@code abn} with sensible defaults. */
  public static TrainingConfig resnet8(int width, BitWidths bitWidths, int epochs, long seed) {
    return new TrainingConfig(
        Networks.named("resnet8", width),
        bitWidths,
        false,
        "abn",
        Map.of(),
        epochs,
        128,
        0.05,
        0.1,
        0.9,
        5e-4,
        0.1,
        2,
        32,
        0,
        8,
        seed);
  }
}
