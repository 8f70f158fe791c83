package org.arbit.experiments.export.graph;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.PerBlock;
import org.arbit.supernet.SecondPass;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * What one decision of a policy is for: layers of the frozen network, in one of its passes.
 *
 * @param pass 0, or 1 for the second
 * @param from first layer
 * @param to behind the last layer
 */
public record Decision(int pass, int from, int to) {

  /** Whether a sample that decides here has run a whole pass, and could leave with its answer. */
  boolean beginsAgain() {
    return pass > 0 && from == 0;
  }

  /**
   * Returns the network that another one is a way to walk.
   *
   * @throws InvalidInputException if it is not of the built-in engine
   */
  public static FrozenNetwork frozen(SuperNetwork walked) {
    if (walked instanceof SecondPass twice) {
      return frozen(twice.once());
    }
    if (walked instanceof PerBlock blocks) {
      return frozen(blocks.byLayer());
    }
    if (walked instanceof FrozenNetwork network) {
      return network;
    }
    throw new InvalidInputException(
        "The super-network " + walked.spec().name() + " is not of the built-in engine.");
  }

  /**
   * Returns all decisions of a walk, in order.
   *
   * @throws InvalidInputException if it is neither layer by layer nor block by block, once or twice
   */
  static List<Decision> of(SuperNetwork walked) {
    SuperNetwork once = walked instanceof SecondPass twice ? twice.once() : walked;
    SuperNetwork byLayer = once instanceof PerBlock blocks ? blocks.byLayer() : once;
    if (!(byLayer instanceof FrozenNetwork)) {
      throw new InvalidInputException(
          "The network "
              + walked.spec().name()
              + " is walked in a way that no file can hold. Maybe decide by blocks first, and walk"
              + " twice then?");
    }
    List<Decision> decisions = new ArrayList<>();
    int count = once.spec().layers();
    for (int d = 0; d < walked.spec().layers(); d++) {
      int step = d % count;
      int from = step == 0 ? 0 : decisions.get(d - 1).to();
      int layers = once instanceof PerBlock blocks ? blocks.layersOf(step) : 1;
      decisions.add(new Decision(d / count, from, from + layers));
    }
    return decisions;
  }
}
