/** Packages for the architecture rules to find faults in. */
@NullMarked
package org.arbit.tests.architecture.broken.experiments.run;

import org.jspecify.annotations.NullMarked;
