/**
 * What an experiment yields, as values: summaries, results and the outcome for every sample. Start
 * reading at {@link org.arbit.experiments.Summary}.
 */
@NullMarked
package org.arbit.experiments;

import org.jspecify.annotations.NullMarked;
