/**
 * Trainable layers over ND4J arrays and oneDNN convolutions, and how they hang together. Start
 * reading at {@link org.arbit.supernet.layers.TrainableNetwork}.
 */
@NullMarked
package org.arbit.supernet.layers;

import org.jspecify.annotations.NullMarked;
