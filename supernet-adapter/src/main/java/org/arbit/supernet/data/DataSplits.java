package org.arbit.supernet.data;

/**
 * The three disjoint parts of a data set. Only {@code test} gives numbers that are reported; all
 * choices are made on {@code validation}.
 *
 * @param name of the data set
 * @param sha256 hexadecimal hash of all images and labels of the three parts, in order
 * @param train for learning
 * @param validation for early stopping and for choosing models and trade-offs
 * @param test for reporting
 */
public record DataSplits(
    String name, String sha256, Dataset train, Dataset validation, Dataset test) {}
