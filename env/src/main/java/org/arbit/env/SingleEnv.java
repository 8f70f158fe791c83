package org.arbit.env;

import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A vector environment of one, as a single environment. Infos that hold are unpacked; {@code
 * actionMask} is added to them, equal to {@link Step#mask()}.
 */
public final class SingleEnv implements Env, Resumable {

  private final VectorEnv vector;

  /**
   * Wraps a vector; closing this closes it.
   *
   * @throws IllegalArgumentException if it has another size than 1, or resets itself
   */
  public SingleEnv(VectorEnv vector) {
    if (vector.size() != 1 || vector.autoReset() != AutoReset.DISABLED) {
      throw new IllegalArgumentException(
          "A single environment is a vector of 1 without autoreset, but this one has "
              + vector.size()
              + " and "
              + vector.autoReset()
              + ".");
    }
    this.vector = vector;
  }

  /** Returns the vector inside. */
  public VectorEnv vector() {
    return vector;
  }

  @Override
  public EnvSpec spec() {
    return vector.spec();
  }

  @Override
  public Box observationSpace() {
    return vector.observationSpace();
  }

  @Override
  public Discrete actionSpace() {
    return vector.actionSpace();
  }

  @Override
  public Step reset(ResetOptions options) {
    return unpack(vector.reset(options));
  }

  @Override
  public Step step(int action) {
    return unpack(vector.step(new int[] {action}));
  }

  @Override
  public boolean[] actionMasks() {
    return vector.actionMasks();
  }

  @Override
  public @Nullable String render() {
    return vector.render(0);
  }

  @Override
  public String state() {
    return resumable().state();
  }

  @Override
  public void restore(String state) {
    resumable().restore(state);
  }

  @Override
  public void close() {
    vector.close();
  }

  private Resumable resumable() {
    if (vector.unwrapped() instanceof Resumable resumable) {
      return resumable;
    }
    throw new UnsupportedOperationException(
        "The environment " + spec().id() + " has no state that can be saved.");
  }

  private static Step unpack(VectorStep step) {
    Map<String, Object> info = new LinkedHashMap<>();
    step.infos()
        .forEach(
            (key, array) -> {
              if (step.infos().get("_" + key) instanceof boolean[] holds && holds[0]) {
                info.put(key, Array.get(array, 0));
              }
            });
    info.put("actionMask", step.masks().clone());
    return new Step(
        step.observations(),
        step.masks(),
        step.rewards()[0],
        step.terminated()[0],
        step.truncated()[0],
        info);
  }
}
