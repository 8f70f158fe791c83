package org.arbit.experiments.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param name of the measurement
 * @param summary what one run does
 * @param medianMillis median time of one run, in milliseconds
 * @param workPerSecond units of work in a second, at the median
 * @param rounds number of runs behind the median
 * @param floorMillis median time of one run of the floor; null without one
 * @param ratioToFloor median over rounds of time over the floor's time of the same round
 * @param ratioToEnvSteps the same over the time of as many decisions without an agent
 * @param ratioToHalf the same over the time of half the samples or layers
 * @param ratioToOneWorker the same over the time of one worker
 * @param peerMillis the time of the peer for the same work; null without one
 * @param ratioToPeer this over the peer: below 1 is faster
 * @param residentMegabytes memory of the whole process after the last round
 * @param residentGrowthMegabytes by how much that is more than after a tenth of the rounds; memory
 *     off the heap that steps do not give back shows here with many rounds
 * @param heapGrowthMegabytes the same for what is left on the heap after a collection: in a heap
 *     that has room, it does not show in the memory of the process
 * @param load number of processes that wanted a processor, a mean over the minute before
 * @param noisy whether that load was above 0.5
 * @param processors of the machine
 */
public record BenchResult(
    String name,
    String summary,
    double medianMillis,
    double workPerSecond,
    int rounds,
    @JsonInclude(Include.NON_NULL) @Nullable Double floorMillis,
    @JsonInclude(Include.NON_NULL) @Nullable Double ratioToFloor,
    @JsonInclude(Include.NON_NULL) @Nullable Double ratioToEnvSteps,
    @JsonInclude(Include.NON_NULL) @Nullable Double ratioToHalf,
    @JsonInclude(Include.NON_NULL) @Nullable Double ratioToOneWorker,
    @JsonInclude(Include.NON_NULL) @Nullable Double peerMillis,
    @JsonInclude(Include.NON_NULL) @Nullable Double ratioToPeer,
    double residentMegabytes,
    double residentGrowthMegabytes,
    double heapGrowthMegabytes,
    double load,
    boolean noisy,
    int processors) {}
