package org.arbit.supernet.cost;

import java.util.Set;
import org.arbit.supernet.spi.Named;

/**
 * A cost model that can be chosen by name. To add one: implement this interface with a public
 * constructor without parameters, and name the class in {@code
 * META-INF/services/org.arbit.supernet.cost.CostProvider} of your jar. The built-in ones come in by
 * the same door.
 */
public interface CostProvider extends Named {

  /** Returns the names of the options that {@link #create} understands. */
  default Set<String> options() {
    return Set.of();
  }

  /**
   * Makes the model for a network.
   *
   * @throws org.arbit.supernet.spi.InvalidInputException if an option is missing or does not suit
   *     the network, with a message of one line
   */
  CostModel create(CostRequest request);
}
