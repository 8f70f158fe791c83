/** How a super-network is trained. */
@NullMarked
package org.arbit.supernet.training;

import org.jspecify.annotations.NullMarked;
