package org.arbit.env.allocation;

import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;

/**
 * What an action means. Joint: action k is bit-width k in ascending order. Separate: action {@code
 * w * |B| + a} is weight bit-width w with activation bit-width a. The exit, where there is one, is
 * the last action.
 */
public final class ActionCoding {

  private final BitWidths bitWidths;
  private final boolean separate;
  private final boolean exit;

  ActionCoding(BitWidths bitWidths, boolean separate, boolean exit) {
    this.bitWidths = bitWidths;
    this.separate = separate;
    this.exit = exit;
  }

  /**
   * Returns the actions for a network.
   *
   * @param exit whether samples may leave early
   */
  public static ActionCoding of(SuperNetwork network, boolean exit) {
    return new ActionCoding(network.bitWidths(), network.separate(), exit);
  }

  /** Returns the candidates. */
  public BitWidths bitWidths() {
    return bitWidths;
  }

  /** Returns the number of actions. */
  public int actions() {
    return bitActions() + (exit ? 1 : 0);
  }

  /** Returns the number of actions that are bit-widths. */
  public int bitActions() {
    return separate ? bitWidths.size() * bitWidths.size() : bitWidths.size();
  }

  /** Whether samples may leave early. */
  public boolean hasExit() {
    return exit;
  }

  /** Returns the action that leaves; -1 where there is none. */
  public int exitAction() {
    return exit ? bitActions() : -1;
  }

  /** Returns the weight bits of an action that is no exit. */
  public int weightBits(int action) {
    return bitWidths.at(separate ? action / bitWidths.size() : action);
  }

  /** Returns the activation bits of an action that is no exit. */
  public int activationBits(int action) {
    return bitWidths.at(separate ? action % bitWidths.size() : action);
  }

  /**
   * Returns the action for bit-widths.
   *
   * @throws IllegalArgumentException if they are no candidates, or differ in the joint mode
   */
  public int action(int weightBits, int activationBits) {
    int w = bitWidths.indexOf(weightBits);
    int a = bitWidths.indexOf(activationBits);
    if (!separate && w != a) {
      throw new IllegalArgumentException(
          "Weights have "
              + weightBits
              + " bits and activations "
              + activationBits
              + ", but this network has joint bit-widths.");
    }
    return separate ? w * bitWidths.size() + a : w;
  }

  /** Returns {@code 4}, {@code 4/8} or {@code exit}. */
  public String name(int action) {
    if (action == exitAction()) {
      return "exit";
    }
    return separate ? weightBits(action) + "/" + activationBits(action) : "" + weightBits(action);
  }
}
