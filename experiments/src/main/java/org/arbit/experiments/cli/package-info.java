/** The command line. Start reading at {@link org.arbit.experiments.cli.Main}. */
@NullMarked
package org.arbit.experiments.cli;

import org.jspecify.annotations.NullMarked;
