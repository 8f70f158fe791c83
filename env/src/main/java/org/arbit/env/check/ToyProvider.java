package org.arbit.env.check;

import java.util.Map;
import org.arbit.env.Env;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;
import org.arbit.env.registry.EnvRequest;
import org.arbit.env.registry.EnvironmentProvider;

/** What the providers of the toys share. */
public abstract sealed class ToyProvider implements EnvironmentProvider {

  private final String id;
  private final String summary;
  private final Map<String, Object> defaults;

  private ToyProvider(String id, String summary, Map<String, Object> defaults) {
    this.id = id;
    this.summary = summary;
    this.defaults = defaults;
  }

  abstract Env make(Map<String, Object> parameters);

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final Map<String, Object> defaults() {
    return defaults;
  }

  @Override
  public final VectorEnv make(EnvRequest request) {
    return SyncVectorEnv.of(
        request.size(), i -> make(request.spec().parameters()), request.autoReset());
  }

  private static int whole(Map<String, Object> parameters, String name) {
    if (parameters.get(name) instanceof Number number) {
      return Math.toIntExact(number.longValue());
    }
    throw new IllegalArgumentException(
        "The parameter " + name + " is " + parameters.get(name) + ", but must be a whole number.");
  }

  /** Provides the bandit. */
  public static final class Bandit extends ToyProvider {

    /** For the service loader. */
    public Bandit() {
      super("Bandit-v1", "toy: take the action that the context names", Map.of("n", 4));
    }

    @Override
    Env make(Map<String, Object> parameters) {
      return new BanditEnv(whole(parameters, "n"));
    }
  }

  /** Provides the chain. */
  public static final class Chain extends ToyProvider {

    /** For the service loader. */
    public Chain() {
      super("Chain-v1", "toy: walk to the end of a chain", Map.of("n", 6));
    }

    @Override
    Env make(Map<String, Object> parameters) {
      return new ChainEnv(whole(parameters, "n"));
    }
  }

  /** Provides the toy that needs masks. */
  public static final class InvalidActions extends ToyProvider {

    /** For the service loader. */
    public InvalidActions() {
      super(
          "InvalidActions-v1",
          "toy: many actions, of which few are valid",
          Map.of("colours", 4, "actionsPerColour", 8, "showMasks", true));
    }

    @Override
    Env make(Map<String, Object> parameters) {
      return new InvalidActionsEnv(
          whole(parameters, "colours"),
          whole(parameters, "actionsPerColour"),
          !Boolean.FALSE.equals(parameters.get("showMasks")));
    }
  }
}
