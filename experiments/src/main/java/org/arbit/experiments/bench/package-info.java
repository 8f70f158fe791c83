/**
 * Speed, measured so that it can be compared: interleaved medians beside a floor. Start reading at
 * {@link org.arbit.experiments.bench.Bench}.
 */
@NullMarked
package org.arbit.experiments.bench;

import org.jspecify.annotations.NullMarked;
