package org.arbit.agents.baseline;

import java.util.Arrays;
import java.util.List;
import org.arbit.env.SeededRandom;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;

/**
 * Evolution of an archive of allocations that no other one covers, in quality and cost (Knowles and
 * Corne 2000, the Pareto archived evolution strategy, without its grid): a random parent, one to
 * three layers changed at random, and the child is tried. Begins with the uniform allocations.
 */
final class EvolutionSearch implements StaticSearch.Search {

  private static final int MOST_CHANGES = 3;

  private final int attempts;
  private final long seed;

  EvolutionSearch(int attempts, long seed) {
    this.attempts = attempts;
    this.seed = seed;
  }

  @Override
  public void run(SuperNetwork network, StaticFrontier frontier) {
    BitWidths candidates = network.bitWidths();
    int layers = network.spec().layers();
    for (int width : candidates.toArray()) {
      int[] bits = new int[layers];
      Arrays.fill(bits, width);
      frontier.attempt(bits);
    }
    SeededRandom random = new SeededRandom(seed);
    for (int k = 0; k < attempts; k++) {
      List<StaticFrontier.Point> parents = frontier.best();
      List<Integer> parent = parents.get(random.nextInt(parents.size())).bits();
      int[] child = parent.stream().mapToInt(Integer::intValue).toArray();
      int changes = 1 + random.nextInt(MOST_CHANGES);
      for (int c = 0; c < changes; c++) {
        child[random.nextInt(layers)] = candidates.at(random.nextInt(candidates.size()));
      }
      frontier.attempt(child);
    }
  }
}
