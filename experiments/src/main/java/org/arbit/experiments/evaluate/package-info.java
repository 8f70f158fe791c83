/**
 * Measuring policies, and the statistics of what was measured. Start reading at {@link
 * org.arbit.experiments.evaluate.Statistics}.
 */
@NullMarked
package org.arbit.experiments.evaluate;

import org.jspecify.annotations.NullMarked;
