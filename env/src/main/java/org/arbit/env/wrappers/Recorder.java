package org.arbit.env.wrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;

/** Hands every finished episode, step by step, to somebody who wants to keep it. */
public final class Recorder extends EnvWrapper {

  private final Consumer<Episode> keeper;
  private final List<Integer> actions = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * An episode.
   *
   * @param steps the first one from the reset, then one for each action
   * @param actions one less than steps
   */
  public record Episode(List<Step> steps, List<Integer> actions) {

    /** Copies the lists. */
    public Episode {
      steps = List.copyOf(steps);
      actions = List.copyOf(actions);
    }

    /** Returns the sum of the rewards. */
    public double total() {
      return steps.stream().mapToDouble(Step::reward).sum();
    }
  }

  /** Wraps an environment. */
  public Recorder(Env inner, Consumer<Episode> keeper) {
    super(inner);
    this.keeper = keeper;
  }

  @Override
  public Step reset(ResetOptions options) {
    Step step = inner().reset(options);
    actions.clear();
    steps.clear();
    steps.add(copy(step));
    return step;
  }

  @Override
  public Step step(int action) {
    Step step = inner().step(action);
    actions.add(action);
    steps.add(copy(step));
    if (step.done()) {
      keeper.accept(new Episode(steps, actions));
    }
    return step;
  }

  /** The arrays of a step belong to the caller, who may overwrite them. */
  private static Step copy(Step step) {
    return new Step(
        step.observation().clone(),
        step.mask().clone(),
        step.reward(),
        step.terminated(),
        step.truncated(),
        step.info());
  }
}
