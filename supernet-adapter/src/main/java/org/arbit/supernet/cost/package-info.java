/**
 * What a layer costs at a bit-width: BitOps, bytes, or a table of what was measured. Start reading
 * at {@link org.arbit.supernet.cost.CostModel}, and at {@link org.arbit.supernet.cost.CostProvider}
 * to bring your own.
 */
@NullMarked
package org.arbit.supernet.cost;

import org.jspecify.annotations.NullMarked;
