package org.arbit.experiments.run;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.arbit.experiments.Result;
import org.arbit.supernet.BitWidths;

/** Candidate bit-widths as summaries show them. */
final class Bits {

  private Bits() {}

  /** Returns them as a list. */
  static List<Integer> list(BitWidths bitWidths) {
    return Arrays.stream(bitWidths.toArray()).boxed().toList();
  }

  /** Returns the accuracy of each uniform bit-width, given their results in ascending order. */
  static SortedMap<Integer, Double> accuracies(BitWidths bitWidths, List<Result> uniforms) {
    SortedMap<Integer, Double> accuracies = new TreeMap<>();
    for (int i = 0; i < bitWidths.size(); i++) {
      accuracies.put(bitWidths.at(i), uniforms.get(i).accuracy());
    }
    return accuracies;
  }
}
