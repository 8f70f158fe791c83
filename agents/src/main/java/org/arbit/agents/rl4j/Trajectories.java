package org.arbit.agents.rl4j;

import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.Experience;
import org.arbit.env.VectorStep;

/** The first whole episode of each of n environments, step by step. */
final class Trajectories {

  private final List<List<Moment>> lanes = new ArrayList<>();
  private final boolean[] ended;
  private int running;

  /**
   * A step of one environment.
   *
   * @param observations {@code n x d}, of which row {@code lane} counts
   * @param masks {@code n x a}, likewise
   * @param lane row
   * @param action taken; -1 in an entry that only tells where a cut-off episode came to
   * @param reward got
   */
  record Moment(float[] observations, boolean[] masks, int lane, int action, double reward) {

    /** Whether this only tells where a cut-off episode came to. */
    boolean isEnd() {
      return action < 0;
    }
  }

  Trajectories(int size) {
    for (int i = 0; i < size; i++) {
      lanes.add(new ArrayList<>());
    }
    ended = new boolean[size];
    running = size;
  }

  /** Adds a step of every environment whose first episode has not ended. */
  void add(Experience experience, double[] rewards) {
    VectorStep step = experience.step();
    for (int i = 0; i < ended.length; i++) {
      if (ended[i]) {
        continue;
      }
      List<Moment> lane = lanes.get(i);
      lane.add(
          new Moment(
              experience.observations(),
              experience.masks(),
              i,
              experience.actions()[i],
              rewards[i]));
      ended[i] = step.done(i);
      running -= ended[i] ? 1 : 0;
      float[] finals = step.finalObservations();
      if (step.truncated()[i] && finals != null) {
        boolean[] all = new boolean[step.masks().length];
        java.util.Arrays.fill(all, true);
        lane.add(new Moment(finals, all, i, -1, 0));
      }
    }
  }

  /** Whether the first episode of every environment has ended. */
  boolean complete() {
    return running == 0;
  }

  /** Returns the steps of each environment. */
  List<List<Moment>> lanes() {
    return lanes;
  }

  /**
   * Returns the rewards of all trajectories one after the other, such that an algorithm which adds
   * them up from the last to the first, and knows nothing of borders, gets the return of each: the
   * last reward of a trajectory is lessened by what would come in from the next one. Where an
   * episode was cut off, its last entry brings the value of the state it came to.
   *
   * @param values of all entries, in the same order
   */
  double[] joinedRewards(double[] values, double discount) {
    double[] rewards = new double[values.length];
    int at = values.length;
    double fromNext = 0;
    for (int i = lanes.size() - 1; i >= 0; i--) {
      double later = 0;
      for (int t = lanes.get(i).size() - 1; t >= 0; t--) {
        Moment moment = lanes.get(i).get(t);
        boolean last = t == lanes.get(i).size() - 1;
        at--;
        double reward = moment.isEnd() ? values[at] : moment.reward();
        rewards[at] = last ? reward - discount * fromNext : reward;
        later = reward + discount * later;
      }
      fromNext = later;
    }
    return rewards;
  }
}
