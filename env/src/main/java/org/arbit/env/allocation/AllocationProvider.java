package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.env.VectorEnv;
import org.arbit.env.registry.EnvRequest;
import org.arbit.env.registry.EnvironmentProvider;
import org.jspecify.annotations.Nullable;

/** What the providers of the three allocation environments share. */
public abstract sealed class AllocationProvider implements EnvironmentProvider {

  private AllocationProvider() {}

  @Override
  public final boolean needsNetwork() {
    return true;
  }

  @Override
  public final Map<String, Object> defaults() {
    Map<String, Object> defaults =
        new TreeMap<>(AllocationParameters.write(AllocationConfig.defaults()));
    // Absent by default; false stands for that in the list of what can be set.
    defaults.put("budget", false);
    defaults.put("softBudget", false);
    return defaults;
  }

  @Override
  public final void check(Map<String, ?> parameters) {
    AllocationConfig config = AllocationParameters.read(given(parameters));
    List<String> unknown = new ArrayList<>(Rewarder.unknown(config.rewards()));
    unknown.addAll(Observer.unknown(config.observations()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), unknown));
    }
    config.cost().check();
  }

  @Override
  public final VectorEnv make(EnvRequest request) {
    AllocationConfig config = AllocationParameters.read(given(request.spec().parameters()));
    return BitAllocation.make(
        new AllocationSetup(id(), request.requireNetwork(), request.requireData(), config),
        request.size(),
        request.autoReset());
  }

  private static Map<String, Object> given(Map<String, ?> parameters) {
    Map<String, Object> given = new TreeMap<>(parameters);
    given.values().removeIf(AllocationProvider::isAbsent);
    return given;
  }

  private static boolean isAbsent(@Nullable Object value) {
    return Boolean.FALSE.equals(value);
  }

  /** Provides {@link BitAllocation#ID}. */
  public static final class PerSample extends AllocationProvider {

    @Override
    public String id() {
      return BitAllocation.ID;
    }

    @Override
    public String summary() {
      return "choose the bit-width of every layer, per sample";
    }
  }

  /** Provides {@link BitAllocation#EXIT_ID}. */
  public static final class WithExit extends AllocationProvider {

    @Override
    public String id() {
      return BitAllocation.EXIT_ID;
    }

    @Override
    public String summary() {
      return "the same, and a sample may leave at a head";
    }
  }

  /** Provides {@link BitAllocation#STATIC_ID}. */
  public static final class Static extends AllocationProvider {

    @Override
    public String id() {
      return BitAllocation.STATIC_ID;
    }

    @Override
    public String summary() {
      return "choose one allocation for a whole data set";
    }
  }
}
