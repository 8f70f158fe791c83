/** Checkpoints of super-networks. */
@NullMarked
package org.arbit.supernet.format;

import org.jspecify.annotations.NullMarked;
