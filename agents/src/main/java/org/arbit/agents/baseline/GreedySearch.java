package org.arbit.agents.baseline;

import java.util.Arrays;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;

/**
 * From the greatest bit-width everywhere down to the least: each time the one layer is lowered by a
 * step that loses least quality per BitOps saved.
 */
final class GreedySearch implements StaticSearch.Search {

  @Override
  public void run(SuperNetwork network, StaticFrontier frontier) {
    BitWidths candidates = network.bitWidths();
    int[] bits = new int[network.spec().layers()];
    Arrays.fill(bits, candidates.max());
    StaticFrontier.Point present = frontier.attempt(bits);
    while (true) {
      int lowered = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int layer = 0; layer < bits.length; layer++) {
        if (bits[layer] == candidates.min()) {
          continue;
        }
        StaticFrontier.Point next = frontier.attempt(lower(bits, layer, candidates));
        double loss = (present.quality() - next.quality()) / (present.share() - next.share());
        if (loss < least) {
          least = loss;
          lowered = layer;
        }
      }
      if (lowered < 0) {
        return;
      }
      bits = lower(bits, lowered, candidates);
      present = frontier.attempt(bits);
    }
  }

  private static int[] lower(int[] bits, int layer, BitWidths candidates) {
    int[] lower = bits.clone();
    lower[layer] = candidates.at(candidates.indexOf(bits[layer]) - 1);
    return lower;
  }
}
