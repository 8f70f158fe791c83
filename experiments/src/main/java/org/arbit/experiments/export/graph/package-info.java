/**
 * Policies and quantized networks as graphs that compute the same numbers as the Java engine. Start
 * reading at {@link org.arbit.experiments.export.graph.AdaptiveGraph}.
 */
@NullMarked
package org.arbit.experiments.export.graph;

import org.jspecify.annotations.NullMarked;
