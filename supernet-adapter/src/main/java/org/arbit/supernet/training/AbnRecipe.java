package org.arbit.supernet.training;

import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * The recipe of ABN (arXiv 2204.09992): a pass at the highest bit-width with cross-entropy, whose
 * output teaches the smallest allocation and some random layer-wise ones, each with half
 * cross-entropy and half KL(p_max || p). Gradients of all passes add up with weight 1.
 *
 * <p><b>Interpretation.</b> The paper leaves the number of random allocations and the weights of
 * the losses open; both follow later public code of its first author.
 */
public final class AbnRecipe implements Recipe {

  /** The registered name. */
  public static final String NAME = "abn";

  private final BitWidths bitWidths;
  private final int layers;
  private final int randomAllocations;

  /**
   * Makes the recipe.
   *
   * @param randomAllocations random layer-wise allocations of a step, at least 0
   */
  public AbnRecipe(BitWidths bitWidths, int layers, int randomAllocations) {
    this.bitWidths = bitWidths;
    this.layers = layers;
    this.randomAllocations = randomAllocations;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double step(TrainableNetwork network, int[] labels, SplitMix64 random) {
    int classes = network.plan().spec().classes();
    float[] gradient = new float[labels.length * classes];
    float[] logits = network.forward(Allocation.uniform(layers, bitWidths.max()));
    float[] teacher = new float[labels.length * classes];
    double loss = Losses.crossEntropy(logits, labels, classes, teacher, gradient);
    network.backward(gradient);
    for (int pass = 0; pass <= randomAllocations; pass++) {
      Allocation allocation =
          pass == 0 ? Allocation.uniform(layers, bitWidths.min()) : randomAllocation(random);
      logits = network.forward(allocation);
      loss += Losses.halfDistilled(logits, labels, classes, teacher, gradient);
      network.backward(gradient);
    }
    return loss / (2 + randomAllocations);
  }

  private Allocation randomAllocation(SplitMix64 random) {
    int[] bits = new int[layers];
    for (int l = 0; l < layers; l++) {
      bits[l] = bitWidths.at(random.nextInt(bitWidths.size()));
    }
    return Allocation.joint(bits);
  }
}
