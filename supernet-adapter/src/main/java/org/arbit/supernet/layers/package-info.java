/**
 * Trainable layers over ND4J arrays and oneDNN convolutions, and how they hang together; and the
 * engines that convolve integer codes, in training as in the frozen network. Start reading at
 * {@link org.arbit.supernet.layers.TrainableNetwork}.
 */
@NullMarked
package org.arbit.supernet.layers;

import org.jspecify.annotations.NullMarked;
