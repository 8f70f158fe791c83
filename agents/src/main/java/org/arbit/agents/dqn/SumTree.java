package org.arbit.agents.dqn;

/** Non-negative weights in a binary tree of sums: setting one and finding by sum take log time. */
final class SumTree {

  private final int leaves;
  private final double[] sums;

  SumTree(int size) {
    int power = 1;
    while (power < size) {
      power *= 2;
    }
    leaves = power;
    sums = new double[2 * power];
  }

  /** Returns the sum of all weights. */
  double total() {
    return sums[1];
  }

  /** Returns a weight. */
  double get(int index) {
    return sums[leaves + index];
  }

  /** Sets a weight; sums are formed anew from below, so that rounding never accumulates. */
  void set(int index, double weight) {
    int node = leaves + index;
    sums[node] = weight;
    for (node /= 2; node >= 1; node /= 2) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  /** Returns the first index whose weight, added to all before it, exceeds {@code prefix}. */
  int find(double prefix) {
    int node = 1;
    double left = prefix;
    while (node < leaves) {
      node *= 2;
      if (left >= sums[node] && sums[node + 1] > 0) {
        left -= sums[node];
        node++;
      }
    }
    return node - leaves;
  }

  /** Returns a copy of the first weights. */
  double[] weights(int size) {
    double[] copy = new double[size];
    System.arraycopy(sums, leaves, copy, 0, size);
    return copy;
  }
}
