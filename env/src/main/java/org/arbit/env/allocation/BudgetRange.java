package org.arbit.env.allocation;

/**
 * A closed range from which a hard budget is drawn at the start of each episode; a single one where
 * both ends are equal.
 *
 * @param low the least, in BitOps for one sample, fixed layers included
 * @param high the greatest
 */
public record BudgetRange(long low, long high) {

  /** Checks the order. */
  public BudgetRange {
    if (low > high) {
      throw new IllegalArgumentException(
          "The range of budgets ["
              + low
              + ", "
              + high
              + "] is not in order. Maybe ["
              + high
              + ", "
              + low
              + "]?");
    }
  }

  /** Returns the range of one budget. */
  public static BudgetRange fixed(long bitOps) {
    return new BudgetRange(bitOps, bitOps);
  }

  /** Returns the budget at {@code share} of the way from the least to the greatest. */
  long at(double share) {
    return low + (long) (share * (double) (high - low));
  }
}
