/** The frozen, integer-exact engine. */
@NullMarked
package org.arbit.supernet.frozen;

import org.jspecify.annotations.NullMarked;
