package org.arbit.env.rl4j;

import java.util.Map;
import java.util.function.Supplier;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;
import org.deeplearning4j.gym.StepReply;
import org.deeplearning4j.rl4j.mdp.MDP;
import org.deeplearning4j.rl4j.space.ArrayObservationSpace;
import org.deeplearning4j.rl4j.space.DiscreteSpace;
import org.deeplearning4j.rl4j.space.ObservationSpace;
import org.jspecify.annotations.Nullable;

/**
 * An environment for RL4J's older learners. Random actions are drawn among the valid ones; the info
 * of a reply is the info of the step, as a map. Greedy actions are not masked there, so that a
 * masked environment should replace masked actions.
 */
public final class Rl4jMdp implements MDP<Rl4jObservation, Integer, DiscreteSpace> {

  private final Supplier<? extends Env> maker;
  private final Env env;
  private final MaskedSpace actions;
  private @Nullable Long seed;
  private @Nullable Step last;

  /**
   * Creates an MDP with an environment of its own.
   *
   * @param maker makes environments, for this one and for {@link #newInstance()}
   * @param seed for the first reset and for random actions; not negative
   */
  public Rl4jMdp(Supplier<? extends Env> maker, long seed) {
    this.maker = maker;
    this.env = maker.get();
    this.seed = seed;
    this.actions = new MaskedSpace(env.actionSpace(), seed);
  }

  @Override
  public ObservationSpace<Rl4jObservation> getObservationSpace() {
    return new ArrayObservationSpace<>(new int[] {env.observationSpace().size()});
  }

  @Override
  public DiscreteSpace getActionSpace() {
    return actions;
  }

  @Override
  public Rl4jObservation reset() {
    Long first = seed;
    seed = null;
    return remember(env.reset(first == null ? ResetOptions.none() : ResetOptions.seeded(first)));
  }

  @Override
  public StepReply<Rl4jObservation> step(Integer action) {
    Step step = env.step(action);
    Map<String, Object> info = step.info();
    return new StepReply<>(remember(step), step.reward(), step.done(), info);
  }

  @Override
  public boolean isDone() {
    Step step = last;
    return step != null && step.done();
  }

  @Override
  public MDP<Rl4jObservation, Integer, DiscreteSpace> newInstance() {
    return new Rl4jMdp(maker, actions.random.nextLong() & Long.MAX_VALUE);
  }

  @Override
  public void close() {
    env.close();
  }

  private Rl4jObservation remember(Step step) {
    last = step;
    actions.mask = step.mask().clone();
    return new Rl4jObservation(step.observation(), step.mask());
  }

  /** Draws among the valid actions. */
  private static final class MaskedSpace extends DiscreteSpace {

    private final Discrete space;
    private final SeededRandom random;
    private boolean @Nullable [] mask;

    MaskedSpace(Discrete space, long seed) {
      super(space.n());
      this.space = space;
      this.random = new SeededRandom(seed);
    }

    @Override
    public Integer randomAction() {
      boolean[] valid = mask;
      return valid == null ? space.sample(random) : space.sample(random, valid);
    }
  }
}
