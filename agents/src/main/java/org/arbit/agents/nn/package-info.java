/**
 * Policy networks: trained on ND4J, run and exported from an immutable description. Start reading
 * at {@link org.arbit.agents.nn.PolicyNetwork}.
 */
@NullMarked
package org.arbit.agents.nn;

import org.jspecify.annotations.NullMarked;
