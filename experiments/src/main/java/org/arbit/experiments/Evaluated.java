package org.arbit.experiments;

/**
 * A result together with what happened to every test sample.
 *
 * @param result the numbers
 * @param outcomes the samples, in the order of the test split
 */
public record Evaluated(Result result, SampleOutcomes outcomes) {}
