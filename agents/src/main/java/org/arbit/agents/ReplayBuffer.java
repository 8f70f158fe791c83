package org.arbit.agents;

/**
 * The last so many transitions, in flat arrays. A transition may span several steps: its reward and
 * its cost are discounted sums, and {@code bootstrap} is what the value of the next state is
 * multiplied with: the discount to the power of the steps, or 0 where the episode has come to its
 * own end.
 */
public final class ReplayBuffer {

  private final int capacity;
  private final int fields;
  private final int choices;
  private final float[] observations;
  private final float[] nextObservations;
  private final float[] behaviours;
  private final boolean[] nextMasks;
  private final int[] actions;
  private final double[] rewards;
  private final double[] costs;
  private final double[] bootstraps;
  private final double[] weights;
  private long added;

  /** Creates a buffer of observations of {@code fields} and {@code choices} actions. */
  public ReplayBuffer(int capacity, int fields, int choices) {
    this.capacity = capacity;
    this.fields = fields;
    this.choices = choices;
    observations = new float[capacity * fields];
    nextObservations = new float[capacity * fields];
    behaviours = new float[capacity * choices];
    nextMasks = new boolean[capacity * choices];
    actions = new int[capacity];
    rewards = new double[capacity];
    costs = new double[capacity];
    bootstraps = new double[capacity];
    weights = new double[capacity];
  }

  /** Returns the number of transitions that are there. */
  public int size() {
    return (int) Math.min(added, capacity);
  }

  /**
   * Where a transition begins, and what it brings.
   *
   * @param observed {@code n x d}
   * @param behaviour {@code n x a}
   * @param action that was taken
   * @param reward discounted sum
   * @param cost discounted sum of shares of a soft budget
   * @param weight how much it counts
   */
  public record Start(
      float[] observed, float[] behaviour, int action, double reward, double cost, double weight) {}

  /**
   * Adds a transition in place of the oldest.
   *
   * @param next {@code n x d}: observations at its end
   * @param nextMask {@code n x a}: what is valid there
   * @param row of the given arrays
   * @return its slot
   */
  public int add(Start start, double bootstrap, float[] next, boolean[] nextMask, int row) {
    int slot = (int) (added++ % capacity);
    System.arraycopy(start.observed, row * fields, observations, slot * fields, fields);
    System.arraycopy(next, row * fields, nextObservations, slot * fields, fields);
    System.arraycopy(start.behaviour, row * choices, behaviours, slot * choices, choices);
    System.arraycopy(nextMask, row * choices, nextMasks, slot * choices, choices);
    actions[slot] = start.action;
    rewards[slot] = start.reward;
    costs[slot] = start.cost;
    bootstraps[slot] = bootstrap;
    weights[slot] = start.weight;
    return slot;
  }

  /** Copies the transitions of {@code slots}. */
  public Batch batch(int[] slots) {
    int n = slots.length;
    Batch batch =
        new Batch(
            new float[n * fields],
            new float[n * fields],
            new float[n * choices],
            new boolean[n * choices],
            new int[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n]);
    for (int k = 0; k < n; k++) {
      int slot = slots[k];
      System.arraycopy(observations, slot * fields, batch.observations, k * fields, fields);
      System.arraycopy(nextObservations, slot * fields, batch.nextObservations, k * fields, fields);
      System.arraycopy(behaviours, slot * choices, batch.behaviours, k * choices, choices);
      System.arraycopy(nextMasks, slot * choices, batch.nextMasks, k * choices, choices);
      batch.actions[k] = actions[slot];
      batch.rewards[k] = rewards[slot];
      batch.costs[k] = costs[slot];
      batch.bootstraps[k] = bootstraps[slot];
      batch.weights[k] = weights[slot];
    }
    return batch;
  }

  /**
   * Transitions, row by row.
   *
   * @param observations {@code n x d}
   * @param nextObservations {@code n x d}
   * @param behaviours {@code n x a}: with what probability each action was taken
   * @param nextMasks {@code n x a}
   * @param actions n
   * @param rewards n
   * @param costs n: shares of a soft budget
   * @param bootstraps n
   * @param weights n: how much each counts
   */
  public record Batch(
      float[] observations,
      float[] nextObservations,
      float[] behaviours,
      boolean[] nextMasks,
      int[] actions,
      double[] rewards,
      double[] costs,
      double[] bootstraps,
      double[] weights) {

    /** Returns n. */
    public int size() {
      return actions.length;
    }
  }

  /** Returns the state. */
  public AgentState state() {
    return new AgentState()
        .put("added", added)
        .put("observations", observations)
        .put("nextObservations", nextObservations)
        .put("behaviours", behaviours)
        .put("nextMasks", bytes(nextMasks))
        .put("actions", longs(actions))
        .put("rewards", rewards)
        .put("costs", costs)
        .put("bootstraps", bootstraps)
        .put("weights", weights);
  }

  /**
   * Goes back to a saved state.
   *
   * @throws IllegalArgumentException if it is of another capacity
   */
  public void restore(AgentState state) {
    copy(state.floats("observations"), observations, observations.length);
    copy(state.floats("nextObservations"), nextObservations, nextObservations.length);
    copy(state.doubles("rewards"), rewards, capacity);
    copy(state.doubles("costs"), costs, capacity);
    copy(state.doubles("bootstraps"), bootstraps, capacity);
    copy(state.doubles("weights"), weights, capacity);
    copy(state.floats("behaviours"), behaviours, behaviours.length);
    byte[] nextValid = state.bytes("nextMasks");
    long[] chosen = state.longs("actions");
    for (int k = 0; k < nextMasks.length; k++) {
      nextMasks[k] = nextValid[k] != 0;
    }
    for (int k = 0; k < capacity; k++) {
      actions[k] = (int) chosen[k];
    }
    added = state.number("added");
  }

  /** Copies an array of whatever type after checking that it is as long as it must be. */
  private static void copy(Object from, Object into, int length) {
    if (java.lang.reflect.Array.getLength(from) != length) {
      throw new IllegalArgumentException(
          "The saved replay buffer has another size. Maybe replayCapacity has changed?");
    }
    System.arraycopy(from, 0, into, 0, length);
  }

  private static byte[] bytes(boolean[] flags) {
    byte[] bytes = new byte[flags.length];
    for (int k = 0; k < flags.length; k++) {
      bytes[k] = (byte) (flags[k] ? 1 : 0);
    }
    return bytes;
  }

  private static long[] longs(int[] values) {
    return java.util.Arrays.stream(values).asLongStream().toArray();
  }
}
