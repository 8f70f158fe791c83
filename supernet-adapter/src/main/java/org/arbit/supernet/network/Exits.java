package org.arbit.supernet.network;

import java.util.List;

/**
 * Linear heads on a block's output, at which samples may leave, trained along with the rest: their
 * losses, of the same kind as the classifier's, are added with the weight {@code loss} (after
 * BranchyNet, arXiv 1709.01686, section III-B; one weight for all is ours). A head reads means over
 * the cells of a grid that is laid on the map; with one cell it is blind to where something is.
 *
 * @param after blocks after which a sample may leave, ascending, the last block excluded
 * @param loss weight of each head's loss against the classifier's, above 0 and at most 10
 * @param grid cells along each side of the map, from 1 to 64
 */
public record Exits(List<Integer> after, double loss, int grid) {

  /** Weight of the heads' losses where nothing else is said. */
  public static final double LOSS = 0.3;

  /** No head. */
  public static final Exits NONE = after(List.of());

  /** Copies the list. */
  public Exits {
    after = List.copyOf(after);
  }

  /** Returns heads with the usual weight that read means over the whole map. */
  public static Exits after(List<Integer> blocks) {
    return new Exits(blocks, LOSS, 1);
  }
}
