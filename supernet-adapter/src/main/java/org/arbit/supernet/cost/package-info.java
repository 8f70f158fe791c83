/**
 * What a layer costs at a bit-width. Start reading at {@link org.arbit.supernet.cost.CostModel}.
 */
@NullMarked
package org.arbit.supernet.cost;

import org.jspecify.annotations.NullMarked;
