package org.arbit.supernet.cost;

import org.arbit.supernet.Allocation;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;

/**
 * Bytes of the weights that a sample's pass reads: weights x weight bits / 8, packed without gaps.
 * Stem, classifier and heads count at 8 bits; biases, steps and batch-norm are left out. Of a head,
 * which is a matrix product, the weights are as many as its MACs.
 */
public final class WeightBytes implements CostModel, CostProvider {

  /** The registered name. */
  public static final String NAME = "weight-bytes";

  private static final double BITS = 8;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "bytes of the weights, packed without gaps";
  }

  @Override
  public CostModel create(CostRequest request) {
    return this;
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public double layer(NetworkSpec network, int layer, int weightBits, int activationBits) {
    return network.layer(layer).weights() * weightBits / BITS;
  }

  @Override
  public double fixed(NetworkSpec network) {
    return network.fixed().stream().mapToDouble(WeightBytes::ofFixed).sum();
  }

  @Override
  public double head(NetworkSpec network, ExitSpec exit) {
    return exit.macs() * NetworkSpec.FIXED_BITS / BITS;
  }

  @Override
  public double exit(NetworkSpec network, ExitSpec exit) {
    return head(network, exit) - network.classifier().map(WeightBytes::ofFixed).orElse(0.0);
  }

  private static double ofFixed(LayerSpec layer) {
    return layer.weights() * NetworkSpec.FIXED_BITS / BITS;
  }

  /** Returns the bytes of all weights at an allocation, fixed layers included. */
  public static double ofNetwork(NetworkSpec network, Allocation allocation) {
    WeightBytes model = new WeightBytes();
    double sum = model.fixed(network);
    for (int l = 0; l < network.layers(); l++) {
      sum += model.layer(network, l, allocation.weightBits(l), allocation.activationBits(l));
    }
    return sum;
  }
}
