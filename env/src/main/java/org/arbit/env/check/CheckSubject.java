package org.arbit.env.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.arbit.env.AutoReset;
import org.arbit.env.Env;
import org.arbit.env.SingleEnv;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What is checked: a way to make as many environments as the rules need.
 *
 * @param name for the report
 * @param single makes a single environment
 * @param vector makes a vector
 * @param variant makes single environments with other parameters; null where there are none
 * @param network the network of an allocation environment; null for others
 */
public record CheckSubject(
    String name,
    Supplier<? extends Env> single,
    VectorMaker vector,
    @Nullable Variant variant,
    @Nullable SuperNetwork network) {

  /** Makes vectors. */
  @FunctionalInterface
  public interface VectorMaker {

    /** Returns a new vector of {@code size} environments. */
    VectorEnv make(int size, AutoReset autoReset);
  }

  /** Makes environments with other parameters. */
  @FunctionalInterface
  public interface Variant {

    /** Returns a new single environment with the given overrides. */
    Env make(Map<String, Object> overrides);
  }

  /** Returns the subject of a single environment; its vectors are made of it. */
  public static CheckSubject ofSingle(String name, Supplier<? extends Env> single) {
    return new CheckSubject(
        name,
        single,
        (size, autoReset) -> SyncVectorEnv.of(size, i -> single.get(), autoReset),
        null,
        null);
  }

  /** Returns the subject of a vector environment; its single ones are vectors of one. */
  public static CheckSubject ofVector(String name, VectorMaker vector) {
    return new CheckSubject(
        name, () -> new SingleEnv(vector.make(1, AutoReset.DISABLED)), vector, null, null);
  }

  /**
   * Returns the subject of a registered environment. Where it needs a network it gets the given
   * one.
   *
   * @param overrides parameters that differ from the defaults
   */
  public static CheckSubject ofRegistered(
      Environments environments,
      String id,
      Map<String, ?> overrides,
      SuperNetwork network,
      Dataset data) {
    boolean needs = environments.get(id).needsNetwork();
    return new CheckSubject(
        id,
        () -> environments.single(id, overrides, network, data),
        (size, autoReset) -> environments.vector(id, overrides, size, autoReset, network, data),
        more -> {
          Map<String, Object> merged = new TreeMap<>(overrides);
          merged.putAll(more);
          return environments.single(id, merged, network, data);
        },
        needs ? network : null);
  }

  /** Returns the rules that have to do with this kind of environment. */
  List<Rule> rules() {
    return Rule.all(network != null);
  }
}
