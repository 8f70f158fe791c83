/**
 * The learned policy, and the whole adaptive network, as files that run without Arbit. Start
 * reading at {@link org.arbit.experiments.export.PolicyOnnx}.
 */
@NullMarked
package org.arbit.experiments.export;

import org.jspecify.annotations.NullMarked;
