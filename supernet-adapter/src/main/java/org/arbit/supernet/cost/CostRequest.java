package org.arbit.supernet.cost;

import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * What a cost model is made for.
 *
 * @param network whose layers cost something
 * @param bitWidths candidates of every searchable layer
 * @param separate whether weights and activations may have different bit-widths
 * @param options of the provider, by name
 */
public record CostRequest(
    NetworkSpec network, BitWidths bitWidths, boolean separate, Map<String, String> options) {

  /** Copies the options. */
  public CostRequest {
    options = Map.copyOf(new TreeMap<>(options));
  }

  /** Returns a request for a network, without options. */
  public static CostRequest of(SuperNetwork network) {
    return new CostRequest(network.spec(), network.bitWidths(), network.separate(), Map.of());
  }

  /** Returns the same with other options. */
  public CostRequest withOptions(Map<String, String> others) {
    return new CostRequest(network, bitWidths, separate, others);
  }

  /**
   * Returns an option that must be given.
   *
   * @throws InvalidInputException if it is not
   */
  public String required(String provider, String option) {
    String value = options.get(option);
    if (value == null || value.isBlank()) {
      throw new InvalidInputException(
          "The cost model \"" + provider + "\" needs the option \"" + option + "\".");
    }
    return value;
  }
}
