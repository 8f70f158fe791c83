/** Packages for the architecture rules to find faults in. */
@NullMarked
package org.arbit.tests.architecture.broken.agents.nn;

import org.jspecify.annotations.NullMarked;
