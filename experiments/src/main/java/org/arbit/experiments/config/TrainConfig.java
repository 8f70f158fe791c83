package org.arbit.experiments.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code train} does: one agent in one environment, over several seeds.
 *
 * @param seeds one result each
 * @param restarts trainings for each seed, of which the best on the validation split counts
 * @param supernet folder of a checkpoint, or a run folder that has one; null where the environment
 *     needs none
 * @param data folder to read images from instead of those the network was trained on; null for
 *     those
 * @param passes 2 where samples may walk the network twice ({@link org.arbit.supernet.SecondPass}),
 *     else 1
 * @param perBlock whether the layers of a block share one decision ({@link
 *     org.arbit.supernet.PerBlock})
 * @param environment what the agent acts in
 * @param agent who learns
 * @param tradeOffs where it is evaluated
 * @param checkpointSteps environment steps between checkpoints
 * @param keepCheckpoints newest checkpoints that are kept of each seed
 */
public record TrainConfig(
    List<Long> seeds,
    int restarts,
    @Nullable String supernet,
    @Nullable String data,
    int passes,
    boolean perBlock,
    EnvConfig environment,
    AgentConfig agent,
    TradeOffConfig tradeOffs,
    long checkpointSteps,
    int keepCheckpoints) {

  /** Checks what the parts do not check themselves. */
  public TrainConfig {
    seeds = List.copyOf(seeds);
    new Problems()
        .require(
            !seeds.isEmpty()
                && seeds.stream().allMatch(seed -> seed >= 0)
                && seeds.stream().distinct().count() == seeds.size(),
            "seeds",
            seeds,
            "at least one, all different and not negative")
        .range("restarts", restarts, 1, 100)
        .range("passes", passes, 1, 2)
        .range("checkpointSteps", checkpointSteps, 1, Long.MAX_VALUE)
        .range("keepCheckpoints", keepCheckpoints, 1, 1000)
        .throwIfAny();
  }

  /** Returns what holds where a file says nothing. */
  public static TrainConfig defaults() {
    QuickstartConfig quickstart = QuickstartConfig.of(null, 1);
    return new TrainConfig(
        List.of(1L),
        1,
        null,
        null,
        1,
        false,
        quickstart.environment(),
        quickstart.agents().get(0),
        new TradeOffConfig(
            quickstart.tradeOffs().candidates(), List.of(0.0, 0.002, 0.004), List.of(), 1),
        100_000,
        2);
  }
}
