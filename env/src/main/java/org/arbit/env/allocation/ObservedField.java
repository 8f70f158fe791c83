package org.arbit.env.allocation;

/**
 * What stands at one index of an observation.
 *
 * @param index its place, from 0
 * @param name {@code group.entry}, unique
 * @param unit its unit
 * @param low its least value
 * @param high its greatest value
 */
public record ObservedField(int index, String name, String unit, float low, float high) {}
