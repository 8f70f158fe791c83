/** Trainable layers over ND4J operations. */
@NullMarked
package org.arbit.supernet.layers;

import org.jspecify.annotations.NullMarked;
