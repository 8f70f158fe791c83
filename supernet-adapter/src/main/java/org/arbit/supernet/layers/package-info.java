/**
 * Trainable layers over ND4J operations, and how they hang together. Start reading at {@link
 * org.arbit.supernet.layers.TrainableNetwork}.
 */
@NullMarked
package org.arbit.supernet.layers;

import org.jspecify.annotations.NullMarked;
