/**
 * The stages of a run, from data to report, and the folder they write into. Start reading at {@link
 * org.arbit.experiments.run.EvaluationStage}.
 */
@NullMarked
package org.arbit.experiments.run;

import org.jspecify.annotations.NullMarked;
