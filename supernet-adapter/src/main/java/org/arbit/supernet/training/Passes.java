package org.arbit.supernet.training;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * The forward and backward passes that recipes are made of. Where a network has heads at which
 * samples may leave, each of them learns by the loss of the pass, too; the loss that a pass returns
 * has their part in it.
 */
public final class Passes {

  private final RecipeProvider.Context context;

  /** Makes the passes of one recipe. */
  public Passes(RecipeProvider.Context context) {
    this.context = context;
  }

  /**
   * A pass with cross-entropy alone, smoothed as the user wants it. Adds its gradients to the
   * parameters.
   *
   * @param labels of the loaded samples
   * @param probabilities receives the network's, {@code samples x classes}
   * @return the loss
   */
  public double plain(
      TrainableNetwork network, Allocation allocation, int[] labels, float[] probabilities) {
    double smoothing = context.labelSmoothing();
    float[] gradient = new float[probabilities.length];
    float[] logits = network.forward(allocation);
    double loss =
        Losses.crossEntropy(logits, labels, classes(network), smoothing, probabilities, gradient);
    return loss
        + backward(
            network,
            gradient,
            (exitLogits, own, exitGradient) ->
                Losses.crossEntropy(
                    exitLogits, labels, classes(network), smoothing, own, exitGradient));
  }

  /**
   * A pass with half cross-entropy and half KL(teacher || network). Adds its gradients to the
   * parameters.
   *
   * @param labels of the loaded samples
   * @param teacher probabilities, {@code samples x classes}, taken as constants
   * @param probabilities receives the network's, {@code samples x classes}
   * @return the loss
   */
  public double taught(
      TrainableNetwork network,
      Allocation allocation,
      int[] labels,
      float[] teacher,
      float[] probabilities) {
    double smoothing = context.labelSmoothing();
    float[] gradient = new float[probabilities.length];
    float[] logits = network.forward(allocation);
    double loss =
        Losses.halfDistilled(
            logits, labels, classes(network), smoothing, teacher, probabilities, gradient);
    return loss
        + backward(
            network,
            gradient,
            (exitLogits, own, exitGradient) ->
                Losses.halfDistilled(
                    exitLogits, labels, classes(network), smoothing, teacher, own, exitGradient));
  }

  /** The loss of a pass, applied to the logits of a head. */
  @FunctionalInterface
  private interface ExitLoss {
    double of(float[] logits, float[] probabilities, float[] gradient);
  }

  /** Goes backward with the same loss at every head, weighted, and returns their weighted sum. */
  private static double backward(TrainableNetwork network, float[] gradient, ExitLoss loss) {
    float weight = (float) network.plan().exitLoss();
    List<float[]> exitGradients = new ArrayList<>();
    double sum = 0;
    for (int head = 0; head < network.plan().heads().size(); head++) {
      float[] exitGradient = new float[gradient.length];
      sum += weight * loss.of(network.exitLogits(head), new float[gradient.length], exitGradient);
      for (int i = 0; i < exitGradient.length; i++) {
        exitGradient[i] *= weight;
      }
      exitGradients.add(exitGradient);
    }
    network.backward(gradient, exitGradients);
    return sum;
  }

  /** Returns an array for the probabilities of a pass. */
  public float[] probabilities(TrainableNetwork network, int[] labels) {
    return new float[labels.length * classes(network)];
  }

  /** Returns the allocation of the same bits everywhere. */
  public Allocation uniform(int bits) {
    return Allocation.uniform(context.layers(), bits);
  }

  /** Draws the bits of every layer, of weights and activations together or apart. */
  public Allocation random(SplitMix64 random) {
    int[] weightBits = draw(random);
    return context.separate()
        ? Allocation.separate(weightBits, draw(random))
        : Allocation.joint(weightBits);
  }

  private int[] draw(SplitMix64 random) {
    BitWidths candidates = context.bitWidths();
    int[] bits = new int[context.layers()];
    for (int l = 0; l < bits.length; l++) {
      bits[l] = candidates.at(random.nextInt(candidates.size()));
    }
    return bits;
  }

  private static int classes(TrainableNetwork network) {
    return network.plan().spec().classes();
  }
}
