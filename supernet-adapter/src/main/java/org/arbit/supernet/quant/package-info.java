/** Quantizer arithmetic on plain arrays. */
@NullMarked
package org.arbit.supernet.quant;

import org.jspecify.annotations.NullMarked;
