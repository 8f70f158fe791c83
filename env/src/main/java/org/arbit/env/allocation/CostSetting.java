package org.arbit.env.allocation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.cost.CostModel;
import org.arbit.supernet.cost.CostModels;
import org.arbit.supernet.cost.CostRequest;

/**
 * Which cost model the reward terms {@code cost} and {@code shaping} count in.
 *
 * @param name under which it is registered
 * @param options of the model, by name, such as the {@code file} of a table
 */
public record CostSetting(String name, Map<String, String> options) {

  /** BitOps. */
  public static final CostSetting DEFAULT = new CostSetting(BitOps.NAME, Map.of());

  /** Copies the options. */
  public CostSetting {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /**
   * Checks the name and the names of the options against what is on the class path.
   *
   * @throws org.arbit.supernet.spi.InvalidInputException if one of them is not known
   */
  public void check() {
    CostModels.onClassPath().find(name, options);
  }

  /**
   * Makes the model for a network.
   *
   * @throws org.arbit.supernet.spi.InvalidInputException if a name or an option does not suit
   */
  CostModel create(SuperNetwork network) {
    return CostModels.onClassPath().create(name, CostRequest.of(network).withOptions(options));
  }
}
