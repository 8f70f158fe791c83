package org.arbit.env.allocation;

/**
 * Potential-based shaping of the cost: F = phi(next) - phi(now), with phi = minus lambda times the
 * cost of the layers that have not run, at the middle candidate. It turns the cost of a step into
 * its difference from a middling choice and leaves the best policies as they are (Ng, Harada and
 * Russell, "Policy invariance under reward transformations", ICML 1999, theorem 1, with gamma = 1
 * and phi = 0 at the end). The choice of phi is ours.
 */
public final class ShapingReward implements RewardTerm {

  @Override
  public String name() {
    return "shaping";
  }

  @Override
  public String summary() {
    return "potential-based: the cost of a middling choice for the layer just run, given back";
  }

  @Override
  public String unit() {
    return "share of the network at its greatest bit-widths";
  }

  @Override
  public double reward(AllocationView view, int sample) {
    if (view.left(sample) && !view.leavesNow(sample)) {
      return 0;
    }
    int now = view.previousLayer();
    // A sample that leaves goes to the end at once: all that is left of the potential comes back.
    int next = view.leavesNow(sample) ? view.network().layers() : now + 1;
    return potential(view, sample, next) - potential(view, sample, now);
  }

  private static double potential(AllocationView view, int sample, int fromLayer) {
    int middle = view.bitWidths().at(view.bitWidths().size() / 2);
    double left = 0;
    for (int l = fromLayer; l < view.network().layers(); l++) {
      left += view.layerCost(l, middle, middle);
    }
    return -view.lambda(sample) * left;
  }
}
