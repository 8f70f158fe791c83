package org.arbit.supernet.cost;

/**
 * A row of a cost table.
 *
 * @param key what it is the cost of
 * @param cost for one sample, finite and not negative
 * @param line of the file, from 1
 */
record CostRow(Key key, double cost, int line) {

  /**
   * A layer at a pair of bit-widths.
   *
   * @param layer its name
   * @param weightBits 1..8
   * @param activationBits 1..8
   */
  record Key(String layer, int weightBits, int activationBits) {

    @Override
    public String toString() {
      return "layer "
          + layer
          + " at "
          + weightBits
          + " weight and "
          + activationBits
          + " activation bits";
    }
  }
}
