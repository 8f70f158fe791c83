package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.spi.Catalog;

/** Adds up the terms of the reward and shows each. */
final class Rewarder {

  private final List<RewardTerm> terms = new ArrayList<>();
  private final double[] weights;
  private final String[] keys;

  Rewarder(List<AllocationConfig.Weighted> weighted) {
    Catalog<RewardTerm> catalog = catalog();
    weights = new double[weighted.size()];
    keys = new String[weighted.size()];
    for (int t = 0; t < weights.length; t++) {
      terms.add(catalog.get(weighted.get(t).name()));
      weights[t] = weighted.get(t).weight();
      keys[t] = "reward." + weighted.get(t).name();
    }
  }

  /** Returns a sentence for every term that there is not. */
  static List<String> unknown(List<AllocationConfig.Weighted> weighted) {
    return catalog().unknown(weighted.stream().map(AllocationConfig.Weighted::name).toList());
  }

  private static Catalog<RewardTerm> catalog() {
    return Catalog.load("reward term", RewardTerm.class);
  }

  boolean needsTeacher() {
    return terms.stream().anyMatch(RewardTerm::needsTeacher);
  }

  /** Returns the rewards of the step just taken and adds the weighted terms to the infos. */
  double[] reward(Episodes books, Infos infos) {
    double[] sum = new double[books.size];
    for (int t = 0; t < weights.length; t++) {
      double[] parts = new double[books.size];
      RewardTerm term = terms.get(t);
      for (int i = 0; i < parts.length; i++) {
        // A plus zero, because minus zero would be seen in tables.
        parts[i] = weights[t] * term.reward(books, i) + 0.0;
        sum[i] += parts[i];
      }
      infos.put(keys[t], parts);
    }
    return sum;
  }

  /** Adds the terms as zeros, after a reset. */
  void none(int size, Infos infos) {
    for (String key : keys) {
      infos.put(key, new double[size]);
    }
  }
}
