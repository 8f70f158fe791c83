/**
 * Quantizer arithmetic on plain arrays. Start reading at {@link
 * org.arbit.supernet.quant.LsqWeights}.
 */
@NullMarked
package org.arbit.supernet.quant;

import org.jspecify.annotations.NullMarked;
