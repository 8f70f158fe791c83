package org.arbit.experiments;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One operating point, measured on the test split.
 *
 * @param name such as {@code dqn}, {@code uniform-8}, or {@code random@AGENT@TRADEOFF} for a random
 *     allocation of the same total BitOps as that agent's
 * @param type how the allocation was found
 * @param seed of the agent or of the random draw; null for a static allocation
 * @param tradeOff the lambda that an agent was asked for, or that a random allocation is matched
 *     to; null for a static allocation
 * @param accuracy fraction of samples classified correctly, in [0, 1]
 * @param meanBits mean over samples and searchable layers of (weight bits + activation bits) / 2;
 *     32 is floating point
 * @param networkBitOps mean per sample, fixed layers included
 * @param controllerBitOps mean per sample, of the policy network that made the choices; 0 without
 *     one
 * @param totalBitOps the sum of the two
 * @param difficultyCorrelation Spearman correlation between the given difficulty and the mean bits
 *     of a sample, in [-1, 1]; null where no difficulty is known, or where all samples get the same
 *     bits
 */
public record Result(
    String name,
    ResultType type,
    @JsonInclude(Include.NON_NULL) @Nullable Long seed,
    @JsonInclude(Include.NON_NULL) @Nullable Double tradeOff,
    @JsonProperty(required = true) double accuracy,
    @JsonProperty(required = true) double meanBits,
    @JsonProperty(required = true) double networkBitOps,
    @JsonProperty(required = true) double controllerBitOps,
    @JsonProperty(required = true) double totalBitOps,
    @JsonInclude(Include.NON_NULL) @Nullable Double difficultyCorrelation) {

  /** Checks that every number is possible. */
  public Result {
    Checks.text("name", name);
    Checks.given("type", type);
    Checks.range("accuracy", accuracy, 0, 1);
    Checks.range("meanBits", meanBits, 0, 32);
    Checks.range("networkBitOps", networkBitOps, 0, Double.MAX_VALUE);
    Checks.range("controllerBitOps", controllerBitOps, 0, Double.MAX_VALUE);
    double sum = networkBitOps + controllerBitOps;
    if (!(Math.abs(totalBitOps - sum) <= 1e-9 * Math.max(1, sum))) {
      throw new IllegalArgumentException(
          "totalBitOps of "
              + name
              + " is "
              + totalBitOps
              + ", but network and controller need "
              + sum
              + ".");
    }
    if (tradeOff != null) {
      Checks.range("tradeOff", tradeOff, 0, Double.MAX_VALUE);
    }
    if (difficultyCorrelation != null) {
      Checks.range("difficultyCorrelation", difficultyCorrelation, -1, 1);
    }
  }

  /** Returns {@code name} or {@code name@tradeOff}, which is unique among the results of a seed. */
  public String label() {
    return type == ResultType.AGENT && tradeOff != null ? name + "@" + tradeOff : name;
  }
}
