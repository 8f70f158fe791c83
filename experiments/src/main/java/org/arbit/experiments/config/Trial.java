package org.arbit.experiments.config;

/**
 * One run of a sweep.
 *
 * @param name of its folder, unique in the sweep
 * @param variant what tells it from other trials of the same agent, such as {@code
 *     learningRate=0.001}; empty if nothing but the agent or the seed does
 * @param seed of this trial
 * @param config a {@link TrainConfig} or a {@link SupernetRunConfig}
 */
public record Trial(String name, String variant, long seed, Record config) {}
