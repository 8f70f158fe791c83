package org.arbit.experiments.evaluate;

import org.arbit.env.SeededRandom;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;

/**
 * Random bit-widths that cost as much as wanted: each layer of each sample draws b with p(b) ~
 * exp(-theta b^2). Theta is found by bisection on the very draws that are used (the same uniform
 * numbers for every theta, turned into bits by the inverse distribution, so that cost falls
 * monotonically with theta): the realised mean meets the target, not only the expected one.
 */
public final class MatchedRandom implements GivenAllocations.Choice {

  private static final double STEEPEST = 8;
  private static final int BISECTIONS = 60;

  private final double meanBitOps;
  private final long seed;

  /**
   * Wants so much.
   *
   * @param meanBitOps mean per sample, fixed layers included; the nearest possible mean is taken
   *     where it lies outside of what the network can cost
   * @param seed of the draws
   */
  public MatchedRandom(double meanBitOps, long seed) {
    this.meanBitOps = meanBitOps;
    this.seed = seed;
  }

  @Override
  public int[] bits(SuperNetwork network, int samples) {
    NetworkSpec spec = network.spec();
    double[] uniforms = new double[samples * spec.layers()];
    SeededRandom random = new SeededRandom(seed);
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = random.nextDouble();
    }
    double dear = -STEEPEST;
    double cheap = STEEPEST;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (dear + cheap) / 2;
      if (mean(spec, draw(network.bitWidths(), uniforms, middle)) > meanBitOps) {
        dear = middle;
      } else {
        cheap = middle;
      }
    }
    return draw(network.bitWidths(), uniforms, cheap);
  }

  private static double mean(NetworkSpec spec, int[] bits) {
    double searchable = 0;
    for (int l = 0; l < spec.layers(); l++) {
      long squares = 0;
      for (int i = l; i < bits.length; i += spec.layers()) {
        squares += (long) bits[i] * bits[i];
      }
      searchable += (double) spec.layer(l).macs() * squares;
    }
    return BitOps.ofFixed(spec) + searchable * spec.layers() / bits.length;
  }

  /** Returns the bit-widths that the uniform numbers in [0, 1) stand for. */
  static int[] draw(BitWidths candidates, double[] uniforms, double theta) {
    double[] cumulative = cumulative(candidates, theta);
    int[] bits = new int[uniforms.length];
    for (int i = 0; i < bits.length; i++) {
      int index = 0;
      while (index < cumulative.length - 1 && uniforms[i] >= cumulative[index]) {
        index++;
      }
      bits[i] = candidates.at(index);
    }
    return bits;
  }

  private static double[] cumulative(BitWidths candidates, double theta) {
    // Shifted by the likeliest candidate, so that no exponential overflows.
    int likeliest = theta >= 0 ? candidates.min() : candidates.max();
    double[] cumulative = new double[candidates.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      int b = candidates.at(i);
      sum += Math.exp(-theta * (b * b - likeliest * likeliest));
      cumulative[i] = sum;
    }
    for (int i = 0; i < cumulative.length; i++) {
      cumulative[i] /= sum;
    }
    return cumulative;
  }
}
