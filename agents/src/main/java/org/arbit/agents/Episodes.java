package org.arbit.agents;

import java.util.ArrayList;
import java.util.List;
import org.arbit.env.VectorStep;

/**
 * Collects the first whole episode of each of n environments, for learners that need complete
 * returns. Where all episodes are of the same length nothing is wasted; an environment that has
 * ended waits for the others, and what it does meanwhile is not kept.
 */
public final class Episodes {

  private final int lanes;
  private final List<Row> rows = new ArrayList<>();
  private final boolean[] ended;
  private int waiting;

  /**
   * One vector step.
   *
   * @param observations {@code n x d}
   * @param masks {@code n x a}
   * @param actions n
   * @param rewards n
   * @param kept which environments were still in their first episode
   */
  public record Row(
      float[] observations, boolean[] masks, int[] actions, double[] rewards, boolean[] kept) {}

  /** Creates an empty collection for {@code lanes} environments. */
  public Episodes(int lanes) {
    this.lanes = lanes;
    this.ended = new boolean[lanes];
    this.waiting = lanes;
  }

  /** Adds a step with the rewards that it tells; the arrays are kept, not copied. */
  public void add(float[] observations, boolean[] masks, int[] actions, VectorStep step) {
    add(observations, masks, actions, step.rewards(), step);
  }

  /** Adds a step with other rewards; the arrays are kept, not copied. */
  public void add(
      float[] observations, boolean[] masks, int[] actions, double[] rewards, VectorStep step) {
    boolean[] kept = new boolean[lanes];
    for (int i = 0; i < lanes; i++) {
      kept[i] = !ended[i];
      if (kept[i] && step.done(i)) {
        ended[i] = true;
        waiting--;
      }
    }
    rows.add(new Row(observations, masks, actions, rewards, kept));
  }

  /** Whether every environment has ended its first episode. */
  public boolean complete() {
    return waiting == 0;
  }

  /** Returns the steps in order. */
  public List<Row> rows() {
    return rows;
  }

  /**
   * Returns the sums of the rewards from each step to the end of the episode, {@code steps x n}; 0
   * where nothing was kept. They are discounted by {@code discount} per step.
   */
  public double[][] returns(double discount) {
    double[][] returns = new double[rows.size()][lanes];
    for (int t = rows.size() - 1; t >= 0; t--) {
      Row row = rows.get(t);
      for (int i = 0; i < lanes; i++) {
        if (row.kept[i]) {
          double later = t + 1 < rows.size() ? returns[t + 1][i] : 0;
          returns[t][i] = row.rewards[i] + discount * later;
        }
      }
    }
    return returns;
  }
}
