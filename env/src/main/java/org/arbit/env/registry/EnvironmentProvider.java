package org.arbit.env.registry;

import java.util.Map;
import org.arbit.env.VectorEnv;

/**
 * Makes environments of one id. To add one: implement this interface and name the class in {@code
 * META-INF/services/org.arbit.env.registry.EnvironmentProvider}. A single environment is made into
 * a vector with {@code org.arbit.env.SyncVectorEnv}.
 */
public interface EnvironmentProvider {

  /** Returns the id with its version, such as {@code BitAllocation-v1}. */
  String id();

  /** Returns one line that says what it is, for lists. */
  String summary();

  /** Whether it needs a super-network and data. */
  default boolean needsNetwork() {
    return false;
  }

  /** Returns the parameters with their default values; no others are accepted. */
  Map<String, Object> defaults();

  /**
   * Checks the values of parameters by themselves, as far as can be told without a network, so that
   * a slip is told before anything long begins. The default checks nothing.
   *
   * @param parameters some of those of {@link #defaults()}
   * @throws IllegalArgumentException with all that is wrong, a line each
   */
  default void check(Map<String, ?> parameters) {
    // nothing is known of them here
  }

  /**
   * Makes an environment.
   *
   * @throws IllegalArgumentException if the request does not fit
   */
  VectorEnv make(EnvRequest request);
}
