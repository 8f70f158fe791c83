package org.arbit.agents;

import java.util.ArrayList;
import java.util.List;
import org.arbit.env.VectorStep;
import org.jspecify.annotations.Nullable;

/**
 * T successive steps of n environments, for learners with a critic. Episodes may end anywhere
 * inside.
 */
public final class Rollout {

  private final List<Row> rows = new ArrayList<>();

  /** One vector step; the arrays are kept, not copied. */
  record Row(
      float[] observations,
      boolean[] masks,
      int[] actions,
      double[] logProbabilities,
      double[] rewards,
      VectorStep step) {}

  /** Values of observations, for as many rows as are given. */
  @FunctionalInterface
  public interface Critic {
    /** Returns one value per row of {@code n x d} observations. */
    double[] values(float[] observations, int samples);
  }

  /**
   * All steps in one batch of m = T n entries, step by step.
   *
   * @param observations {@code m x d}
   * @param masks {@code m x a}
   * @param actions m
   * @param logProbabilities of the actions when they were taken
   * @param values of the critic when they were taken
   * @param advantages by generalised estimation
   */
  public record Batch(
      float[] observations,
      boolean[] masks,
      int[] actions,
      double[] logProbabilities,
      double[] values,
      double[] advantages) {

    /** Returns m. */
    public int size() {
      return actions.length;
    }
  }

  /** Adds a step. */
  void add(Row row) {
    rows.add(row);
  }

  /** Returns T. */
  int size() {
    return rows.size();
  }

  /**
   * Returns all steps with their advantages (Schulman et al. 2016, arXiv 1506.02438, equation 16).
   * The value after a step is that of the next observation; of the episode's own last observation
   * where it was cut off; and 0 where it came to its end.
   */
  Batch batch(Critic critic, double discount, double lambda) {
    int n = rows.get(0).actions.length;
    int t = rows.size();
    int d = rows.get(0).observations.length / n;
    int a = rows.get(0).masks.length / n;
    Batch batch =
        new Batch(
            new float[t * n * d],
            new boolean[t * n * a],
            new int[t * n],
            new double[t * n],
            new double[t * n],
            new double[t * n]);
    for (int k = 0; k < t; k++) {
      Row row = rows.get(k);
      System.arraycopy(row.observations, 0, batch.observations, k * n * d, n * d);
      System.arraycopy(row.masks, 0, batch.masks, k * n * a, n * a);
      System.arraycopy(row.actions, 0, batch.actions, k * n, n);
      System.arraycopy(row.logProbabilities, 0, batch.logProbabilities, k * n, n);
      System.arraycopy(critic.values(row.observations, n), 0, batch.values, k * n, n);
    }
    double[] next = critic.values(rows.get(t - 1).step.observations(), n);
    double[] later = new double[n];
    for (int k = t - 1; k >= 0; k--) {
      Row row = rows.get(k);
      double[] finals = finalValues(row.step, critic, n);
      for (int i = 0; i < n; i++) {
        boolean done = row.step.done(i);
        double after = finals != null && row.step.truncated()[i] ? finals[i] : next[i];
        double bootstrap = row.step.terminated()[i] ? 0 : discount * after;
        double delta = row.rewards[i] + bootstrap - batch.values[k * n + i];
        later[i] = delta + (done ? 0 : discount * lambda * later[i]);
        batch.advantages[k * n + i] = later[i];
        next[i] = batch.values[k * n + i];
      }
    }
    return batch;
  }

  private static double @Nullable [] finalValues(VectorStep step, Critic critic, int n) {
    float[] finals = step.finalObservations();
    boolean any = false;
    for (boolean truncated : step.truncated()) {
      any |= truncated;
    }
    return any && finals != null ? critic.values(finals, n) : null;
  }
}
