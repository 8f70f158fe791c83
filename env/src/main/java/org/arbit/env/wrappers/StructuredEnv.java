package org.arbit.env.wrappers;

import java.util.Map;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Space;

/**
 * An environment whose observations are not flat vectors, to be made an {@link org.arbit.env.Env}
 * with {@link Flatten}.
 *
 * @param <T> the type of an observation
 */
public interface StructuredEnv<T> extends AutoCloseable {

  /**
   * What it returns from reset and step; as {@link org.arbit.env.Step} but for the observation.
   *
   * @param <T> the type of an observation
   */
  record Outcome<T>(
      T observation,
      boolean[] mask,
      double reward,
      boolean terminated,
      boolean truncated,
      Map<String, Object> info) {}

  /** Returns the specification it was made from. */
  EnvSpec spec();

  /** Returns the space of observations. */
  Space<T> observationSpace();

  /** Returns the space of actions. */
  Discrete actionSpace();

  /** Starts a new episode. */
  Outcome<T> reset(ResetOptions options);

  /** Takes an action. */
  Outcome<T> step(int action);

  /** Returns a copy of the mask that the last reset or step returned. */
  boolean[] actionMasks();

  /** Releases everything. */
  @Override
  void close();
}
