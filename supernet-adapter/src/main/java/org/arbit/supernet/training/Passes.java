package org.arbit.supernet.training;

import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.TrainableNetwork;

/** The forward and backward passes that recipes are made of. */
final class Passes {

  private final RecipeProvider.Context context;

  Passes(RecipeProvider.Context context) {
    this.context = context;
  }

  /**
   * A pass with cross-entropy alone.
   *
   * @param probabilities receives the network's, {@code samples x classes}
   * @return the loss
   */
  double plain(
      TrainableNetwork network, Allocation allocation, int[] labels, float[] probabilities) {
    float[] gradient = new float[probabilities.length];
    float[] logits = network.forward(allocation);
    double loss = Losses.crossEntropy(logits, labels, classes(network), probabilities, gradient);
    network.backward(gradient);
    return loss;
  }

  /**
   * A pass with half cross-entropy and half KL from a teacher.
   *
   * @param teacher probabilities, taken as constants
   * @param probabilities receives the network's
   * @return the loss
   */
  double taught(
      TrainableNetwork network,
      Allocation allocation,
      int[] labels,
      float[] teacher,
      float[] probabilities) {
    float[] gradient = new float[probabilities.length];
    float[] logits = network.forward(allocation);
    double loss =
        Losses.halfDistilled(logits, labels, classes(network), teacher, probabilities, gradient);
    network.backward(gradient);
    return loss;
  }

  float[] probabilities(TrainableNetwork network, int[] labels) {
    return new float[labels.length * classes(network)];
  }

  Allocation uniform(int bits) {
    return Allocation.uniform(context.layers(), bits);
  }

  /** Draws the bits of every layer, of weights and activations together or apart. */
  Allocation random(SplitMix64 random) {
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
