/** Packages for the architecture rules to find faults in. */
@NullMarked
package org.arbit.tests.architecture.broken.experiments.export;

import org.jspecify.annotations.NullMarked;
