package org.arbit.env.rl4j;

import java.util.HashMap;
import java.util.Map;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.deeplearning4j.rl4j.environment.Environment;
import org.deeplearning4j.rl4j.environment.Schema;
import org.deeplearning4j.rl4j.environment.StepResult;
import org.deeplearning4j.rl4j.observation.transform.TransformProcess;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An environment with two channels, {@link #OBSERVATION} of the shape 1 x d and {@link #MASK} of
 * the shape 1 x a with 1 where an action is valid.
 *
 * <p>RL4J (1.0.0-M1.1) has no masks. Its random actions are drawn among the valid ones here (see
 * {@link MaskedActionSchema}); for its greedy ones use {@link MaskedDoubleDqnBuilder}, or an
 * environment that replaces masked actions. A cut-off episode is finished, but its last step is not
 * terminal, so that learners bootstrap from it.
 */
public final class Rl4jEnvironment implements Environment<Integer> {

  /** The channel with the observation. */
  public static final String OBSERVATION = "observation";

  /** The channel with the mask. */
  public static final String MASK = "mask";

  private final Env env;
  private final MaskedActionSchema actions;
  private final Schema<Integer> schema;
  private @Nullable Long seed;
  private @Nullable Step last;

  /**
   * Wraps an environment; closing this closes it.
   *
   * @param seed for the first reset and for random actions; not negative
   */
  public Rl4jEnvironment(Env env, long seed) {
    this.env = env;
    this.seed = seed;
    this.actions = new MaskedActionSchema(env.actionSpace(), seed);
    this.schema = new Schema<>(actions);
  }

  /** Returns the environment inside. */
  public Env env() {
    return env;
  }

  /** Returns the last step or reset. */
  public Step last() {
    Step step = last;
    if (step == null) {
      throw new IllegalStateException(
          "The environment " + env.spec().id() + " has not been reset. Maybe call reset first?");
    }
    return step;
  }

  /** Returns what makes an observation with both channels of a step. */
  public static TransformProcess transformProcess() {
    return TransformProcess.builder().build(OBSERVATION, MASK);
  }

  @Override
  public Schema<Integer> getSchema() {
    return schema;
  }

  @Override
  public Map<String, Object> reset() {
    Long first = seed;
    seed = null;
    return remember(env.reset(first == null ? ResetOptions.none() : ResetOptions.seeded(first)));
  }

  @Override
  public StepResult step(Integer action) {
    Step step = env.step(action);
    return new StepResult(remember(step), step.reward(), step.terminated());
  }

  @Override
  public boolean isEpisodeFinished() {
    return last != null && last().done();
  }

  @Override
  public void close() {
    env.close();
  }

  /** Returns a fresh map each time, because RL4J writes into it. */
  private Map<String, Object> remember(Step step) {
    last = step;
    actions.mask(step.mask());
    Map<String, Object> channels = new HashMap<>();
    channels.put(OBSERVATION, Nd4j.createFromArray(new float[][] {step.observation()}));
    channels.put(MASK, Nd4j.createFromArray(new float[][] {Masks.toFloats(step.mask())}));
    return channels;
  }
}
