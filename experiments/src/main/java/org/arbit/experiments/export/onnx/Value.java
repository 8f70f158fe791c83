package org.arbit.experiments.export.onnx;

/**
 * An edge of a graph: what a node yields, an input or a constant.
 *
 * @param name unique in its model
 */
public record Value(String name) {}
