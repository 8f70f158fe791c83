/** Packages for the architecture rules to find faults in. */
@NullMarked
package org.arbit.tests.architecture.broken.env.left;

import org.jspecify.annotations.NullMarked;
