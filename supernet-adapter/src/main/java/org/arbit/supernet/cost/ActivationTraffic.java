package org.arbit.supernet.cost;

import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;

/**
 * Bytes of activations that move for one sample: every tensor is written once by the layer before
 * and read once by the layer that it feeds, both times as codes of the reader's activation bits; 2
 * x input values x activation bits / 8. Whoever reads pays, so that costs stay additive (our
 * interpretation); a second reading by a shortcut is left out. Stem, classifier and heads count at
 * 8 bits; a head reads one mean per channel.
 */
public final class ActivationTraffic implements CostModel, CostProvider {

  /** The registered name. */
  public static final String NAME = "activation-traffic";

  private static final double MOVES = 2;
  private static final double BITS = 8;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "bytes of activations written and read, a tensor at the bits of the layer it feeds";
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
    return bytes(network.layer(layer).inputSize(), activationBits);
  }

  @Override
  public double fixed(NetworkSpec network) {
    return network.fixed().stream().mapToDouble(ActivationTraffic::ofFixed).sum();
  }

  @Override
  public double head(NetworkSpec network, ExitSpec exit) {
    int means = Math.toIntExact(exit.macs() / network.classes());
    return bytes(means, NetworkSpec.FIXED_BITS);
  }

  @Override
  public double exit(NetworkSpec network, ExitSpec exit) {
    return head(network, exit) - network.classifier().map(ActivationTraffic::ofFixed).orElse(0.0);
  }

  private static double ofFixed(LayerSpec layer) {
    return bytes(layer.inputSize(), NetworkSpec.FIXED_BITS);
  }

  private static double bytes(int values, int bits) {
    return MOVES * values * bits / BITS;
  }
}
