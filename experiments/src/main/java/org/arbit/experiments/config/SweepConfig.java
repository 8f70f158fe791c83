package org.arbit.experiments.config;

import java.util.List;
import java.util.Map;

/**
 * What {@code sweep} does, as it is written in a file. {@link SweepReader} works out the trials.
 *
 * @param command that each trial is one call of
 * @param base settings of that command that all trials share
 * @param grid a list of values for each setting, by its dotted key; all combinations are tried
 * @param random a list, or a range {@code {from, to, scale}}, for each setting; values are drawn
 * @param trials number of random draws
 * @param seed of the draws
 * @param halving whether only the better ones go on after a while; read only where it is given
 * @param seeds every combination is tried with each of them
 */
record SweepConfig(
    TrialCommand command,
    Map<String, Object> base,
    Map<String, Object> grid,
    Map<String, Object> random,
    int trials,
    long seed,
    HalvingConfig halving,
    List<Long> seeds) {

  /** Checks what can be said without the trials. */
  SweepConfig {
    seeds = List.copyOf(seeds);
    new Problems()
        .range("trials", trials, 1, 10_000)
        .require(
            grid.isEmpty() || random.isEmpty(),
            "random",
            "A random choice beside a grid",
            "the one or the other")
        .require(
            !seeds.isEmpty()
                && seeds.stream().allMatch(s -> s >= 0)
                && seeds.stream().distinct().count() == seeds.size(),
            "seeds",
            seeds,
            "at least one, all different and not negative")
        .throwIfAny();
  }

  /** Returns what holds where a file says nothing. */
  static SweepConfig defaults() {
    return new SweepConfig(
        TrialCommand.TRAIN,
        Map.of(),
        Map.of(),
        Map.of(),
        10,
        1,
        HalvingConfig.defaults(),
        List.of(1L));
  }
}
