package org.arbit.agents.reinforce;

/** Subtracts from each return the mean of the other ones of its group. */
final class SharedBaseline {

  private SharedBaseline() {}

  /**
   * Replaces returns by advantages, in place: neighbouring {@code group} entries belong together.
   * NaN where nothing was kept; an entry alone in its group gets 0.
   *
   * @param kept which entries count
   */
  static void subtract(double[] returns, boolean[] kept, int group) {
    for (int start = 0; start < returns.length; start += group) {
      double sum = 0;
      int count = 0;
      for (int i = start; i < start + group; i++) {
        sum += kept[i] ? returns[i] : 0;
        count += kept[i] ? 1 : 0;
      }
      for (int i = start; i < start + group; i++) {
        double others = count > 1 ? (sum - returns[i]) / (count - 1) : returns[i];
        returns[i] = kept[i] ? returns[i] - others : Double.NaN;
      }
    }
  }
}
