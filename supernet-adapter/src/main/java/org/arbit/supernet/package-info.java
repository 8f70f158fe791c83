/**
 * The vocabulary of super-networks: bit-widths, layers, allocations, the port to whatever engine
 * runs them, and two other ways to walk a network of that port: twice, and block by block. Start
 * reading at {@link org.arbit.supernet.SuperNetwork}.
 */
@NullMarked
package org.arbit.supernet;

import org.jspecify.annotations.NullMarked;
