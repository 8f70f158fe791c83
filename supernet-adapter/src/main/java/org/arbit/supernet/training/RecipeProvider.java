package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.spi.Named;

/**
 * The door through which recipes enter, built-in ones and a stranger's alike: implement it, name
 * the class in {@code META-INF/services/org.arbit.supernet.training.RecipeProvider}, and put the
 * jar on the class path. {@code docs/supernet.md} shows one.
 */
public interface RecipeProvider extends Named {

  /** Name of the switch that most recipes have for {@link #sharesAffine}. */
  String SHARED_AFFINE = "sharedAffine";

  /**
   * Returns the switches with their default values. 0 and 1 turn a part off and on; other numbers
   * say how much.
   */
  Map<String, Double> switches();

  /** Returns the largest value that a switch may have; the smallest is 0. */
  default double largest(String name) {
    return 1;
  }

  /** Returns how weights are quantized under the given switches. */
  default WeightQuantizer.Kind weightQuantizer(Map<String, Double> switches) {
    return WeightQuantizer.Kind.LSQ;
  }

  /**
   * Whether all bit-widths of a layer share scale and shift of its batch-norm; its statistics are
   * each bit-width's own in any case. By default the switch {@link #SHARED_AFFINE} says so, for
   * recipes that have it.
   */
  default boolean sharesAffine(Map<String, Double> switches) {
    return switches.getOrDefault(SHARED_AFFINE, 0.0) != 0;
  }

  /** Makes the recipe for one training. */
  Recipe create(Context context);

  /**
   * What a recipe is made from.
   *
   * @param plan of the network
   * @param bitWidths candidates
   * @param separate whether weights and activations may differ
   * @param randomAllocations random layer-wise allocations that each step adds
   * @param labelSmoothing share of a label that is spread over all classes, in [0, 1)
   * @param switches all of the provider's, with the values that the user chose
   */
  record Context(
      NetworkPlan plan,
      BitWidths bitWidths,
      boolean separate,
      int randomAllocations,
      double labelSmoothing,
      Map<String, Double> switches) {

    /** Copies the map. */
    public Context {
      switches = Map.copyOf(switches);
    }

    /** Returns the value of a switch. */
    public double value(String name) {
      Double value = switches.get(name);
      if (value == null) {
        throw new IllegalArgumentException("The recipe has no switch " + name + ".");
      }
      return value;
    }

    /** Whether a switch is on. */
    public boolean on(String name) {
      return value(name) != 0;
    }

    /** Returns the number of searchable layers. */
    public int layers() {
      return plan.spec().layers();
    }
  }
}
