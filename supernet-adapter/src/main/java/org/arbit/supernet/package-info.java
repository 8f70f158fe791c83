/**
 * The vocabulary of super-networks: bit-widths, layers, allocations and the port to whatever engine
 * runs them. Start reading at {@link org.arbit.supernet.SuperNetwork}.
 */
@NullMarked
package org.arbit.supernet;

import org.jspecify.annotations.NullMarked;
