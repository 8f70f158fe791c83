package org.arbit.supernet;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The bit-widths of every searchable layer, for weights and for input activations. In the joint
 * mode the two are equal. Immutable.
 */
public final class Allocation {

  private final int[] weightBits;
  private final int[] activationBits;

  private Allocation(int[] weightBits, int[] activationBits) {
    this.weightBits = weightBits;
    this.activationBits = activationBits;
  }

  /** Returns the allocation with {@code bits} for weights and activations of all layers. */
  public static Allocation uniform(int layers, int bits) {
    int[] all = new int[layers];
    Arrays.fill(all, bits);
    return new Allocation(all, all);
  }

  /** Returns the allocation with {@code bits[l]} for weights and activations of layer l. */
  public static Allocation joint(int... bits) {
    int[] copy = bits.clone();
    return new Allocation(copy, copy);
  }

  /**
   * Returns the allocation with separate bit-widths.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static Allocation separate(int[] weightBits, int[] activationBits) {
    if (weightBits.length != activationBits.length) {
      throw new IllegalArgumentException(
          "An allocation needs as many weight as activation bit-widths, but there are "
              + weightBits.length
              + " and "
              + activationBits.length
              + ".");
    }
    return new Allocation(weightBits.clone(), activationBits.clone());
  }

  /** Returns the number of layers. */
  public int layers() {
    return weightBits.length;
  }

  /** Returns the bit-width of the weights of {@code layer}. */
  public int weightBits(int layer) {
    return weightBits[layer];
  }

  /** Returns the bit-width of the input activations of {@code layer}. */
  public int activationBits(int layer) {
    return activationBits[layer];
  }

  /** Whether weights and activations share their bit-width in every layer. */
  public boolean isJoint() {
    return Arrays.equals(weightBits, activationBits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Allocation that
        && Arrays.equals(weightBits, that.weightBits)
        && Arrays.equals(activationBits, that.activationBits);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weightBits) + Arrays.hashCode(activationBits);
  }

  /** Returns {@code 8,2,4} in the joint, {@code 8/4,2/2,4/8} (weights/activations) otherwise. */
  @Override
  public String toString() {
    boolean joint = isJoint();
    return IntStream.range(0, layers())
        .mapToObj(l -> joint ? "" + weightBits[l] : weightBits[l] + "/" + activationBits[l])
        .collect(Collectors.joining(","));
  }
}
