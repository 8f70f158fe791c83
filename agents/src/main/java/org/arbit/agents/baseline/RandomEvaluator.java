package org.arbit.agents.baseline;

import org.arbit.agents.Evaluator;
import org.arbit.agents.Outcomes;
import org.arbit.env.SeededRandom;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;

/**
 * Draws the bit-width b of every layer and sample with {@code p(b) ~ exp(-theta b^2)}: of all
 * distributions with the same mean of b^2, and so of the same mean BitOps where weights and
 * activations share b, the one with the greatest entropy. Theta is fitted to the wanted mean on the
 * very numbers that are drawn, so that not the expected but the actual cost is met.
 */
final class RandomEvaluator implements Evaluator {

  private static final double GREATEST_THETA = 20;
  private static final int HALVINGS = 100;

  private final long seed;
  private final double wanted;

  /**
   * Creates the evaluator.
   *
   * @param wanted mean BitOps per sample; 0 for theta = 0
   */
  RandomEvaluator(long seed, double wanted) {
    this.seed = seed;
    this.wanted = wanted;
  }

  @Override
  public Outcomes evaluate(SuperNetwork network, Dataset data, double tradeOff) {
    NetworkSpec spec = network.spec();
    int layers = spec.layers();
    int kinds = network.separate() ? 2 : 1;
    double[] draws = new double[data.size() * layers * kinds];
    SeededRandom random = new SeededRandom(seed);
    for (int k = 0; k < draws.length; k++) {
      draws[k] = random.nextDouble();
    }
    double[] cumulative = fit(spec, network.bitWidths(), draws, kinds);
    BitWidths bits = network.bitWidths();
    NetworkRun.Choice weights =
        (sample, layer) -> draw(bits, cumulative, draws[(sample * layers + layer) * kinds]);
    NetworkRun.Choice activations =
        (sample, layer) ->
            draw(bits, cumulative, draws[(sample * layers + layer) * kinds + kinds - 1]);
    return new NetworkRun(network, data).run(weights, activations);
  }

  /** Returns the cumulative distribution over the bit-widths that meets the wanted cost. */
  private double[] fit(NetworkSpec spec, BitWidths bits, double[] draws, int kinds) {
    if (wanted == 0) {
      return cumulative(bits, 0);
    }
    double low = -GREATEST_THETA;
    double high = GREATEST_THETA;
    double most = mean(spec, bits, cumulative(bits, low), draws, kinds);
    double least = mean(spec, bits, cumulative(bits, high), draws, kinds);
    if (wanted > most || wanted < least) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "A random allocation of %s can cost %.0f to %.0f BitOps a sample, but %.0f are wanted.",
              spec.name(),
              least,
              most,
              wanted));
    }
    for (int k = 0; k < HALVINGS; k++) {
      double middle = (low + high) / 2;
      if (mean(spec, bits, cumulative(bits, middle), draws, kinds) > wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return cumulative(bits, high);
  }

  private static double[] cumulative(BitWidths bits, double theta) {
    double[] cumulative = new double[bits.size()];
    int nearest = theta > 0 ? bits.min() : bits.max();
    double sum = 0;
    for (int k = 0; k < cumulative.length; k++) {
      double square = bits.at(k) * bits.at(k) - nearest * nearest;
      sum += StrictMath.exp(-theta * square);
      cumulative[k] = sum;
    }
    for (int k = 0; k < cumulative.length; k++) {
      cumulative[k] /= sum;
    }
    return cumulative;
  }

  private static int draw(BitWidths bits, double[] cumulative, double draw) {
    int k = 0;
    while (k + 1 < cumulative.length && draw >= cumulative[k]) {
      k++;
    }
    return bits.at(k);
  }

  private static double mean(
      NetworkSpec spec, BitWidths bits, double[] cumulative, double[] draws, int kinds) {
    int layers = spec.layers();
    double sum = 0;
    for (int k = 0; k < draws.length; k += kinds) {
      int layer = k / kinds % layers;
      int weights = draw(bits, cumulative, draws[k]);
      int activations = draw(bits, cumulative, draws[k + kinds - 1]);
      sum += BitOps.ofLayer(spec, layer, weights, activations);
    }
    int samples = draws.length / (kinds * layers);
    return BitOps.ofFixed(spec) + sum / samples;
  }
}
