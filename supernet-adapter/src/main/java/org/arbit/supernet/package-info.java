/**
 * The vocabulary of super-networks: bit-widths, layers, allocations, the port to whatever engine
 * runs them, and a network of that port which samples may walk twice. Start reading at {@link
 * org.arbit.supernet.SuperNetwork}.
 */
@NullMarked
package org.arbit.supernet;

import org.jspecify.annotations.NullMarked;
