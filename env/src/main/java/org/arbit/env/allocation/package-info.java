/**
 * The environments in which the bit-width of every layer is chosen, per sample. Start reading at
 * {@link org.arbit.env.allocation.BitAllocation}.
 */
@NullMarked
package org.arbit.env.allocation;

import org.jspecify.annotations.NullMarked;
