/**
 * The frozen, integer-exact engine. Start reading at {@link
 * org.arbit.supernet.frozen.FrozenNetwork}.
 */
@NullMarked
package org.arbit.supernet.frozen;

import org.jspecify.annotations.NullMarked;
