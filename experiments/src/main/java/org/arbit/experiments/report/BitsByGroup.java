package org.arbit.experiments.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.arbit.supernet.data.Dataset;

/**
 * The mean bits (and the accuracy) of groups of samples: of ten equally large groups of rising
 * difficulty, or of the classes where the data have no difficulty.
 *
 * @param name legend of the series
 * @param x mean difficulty of each group, or the class
 * @param bits mean bit-width of each group
 * @param accuracy share of right answers of each group
 */
record BitsByGroup(String name, double[] x, double[] bits, double[] accuracy) {

  private static final int GROUPS = 10;

  static boolean hasDifficulty(Dataset samples) {
    return IntStream.range(0, samples.size()).noneMatch(i -> Double.isNaN(samples.difficulty(i)));
  }

  static BitsByGroup byDifficulty(Dataset samples, AdaptiveResult result) {
    List<Integer> order =
        IntStream.range(0, samples.size())
            .boxed()
            .sorted(Comparator.comparingDouble(samples::difficulty))
            .toList();
    int groups = Math.min(GROUPS, samples.size());
    Sums sums = new Sums(groups);
    for (int rank = 0; rank < order.size(); rank++) {
      int i = order.get(rank);
      sums.add((int) ((long) rank * groups / order.size()), i, samples, result);
    }
    return sums.means(result.title(), true);
  }

  static BitsByGroup byClass(Dataset samples, AdaptiveResult result) {
    Sums sums = new Sums(samples.classes());
    for (int i = 0; i < samples.size(); i++) {
      sums.add(samples.label(i), i, samples, result);
    }
    return sums.means(result.title(), false);
  }

  /** Running sums of each group. */
  private static final class Sums {
    private final double[] difficulty;
    private final double[] bits;
    private final double[] right;
    private final int[] count;

    Sums(int groups) {
      difficulty = new double[groups];
      bits = new double[groups];
      right = new double[groups];
      count = new int[groups];
    }

    void add(int group, int sample, Dataset samples, AdaptiveResult result) {
      difficulty[group] += samples.difficulty(sample);
      bits[group] += result.outcomes().meanBits(sample);
      right[group] += result.outcomes().correct(sample) ? 1 : 0;
      count[group]++;
    }

    /** Leaves out groups without samples. */
    BitsByGroup means(String name, boolean byDifficulty) {
      int[] kept = IntStream.range(0, count.length).filter(g -> count[g] > 0).toArray();
      return new BitsByGroup(
          name,
          IntStream.of(kept)
              .mapToDouble(g -> byDifficulty ? difficulty[g] / count[g] : g)
              .toArray(),
          IntStream.of(kept).mapToDouble(g -> bits[g] / count[g]).toArray(),
          IntStream.of(kept).mapToDouble(g -> right[g] / count[g]).toArray());
    }
  }
}
