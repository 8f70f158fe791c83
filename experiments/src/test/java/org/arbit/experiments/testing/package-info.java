/** Small stand-ins for networks and data. */
@NullMarked
package org.arbit.experiments.testing;

import org.jspecify.annotations.NullMarked;
