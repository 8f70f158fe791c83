/**
 * REINFORCE, the policy gradient of whole episodes. Start reading at {@link
 * org.arbit.agents.reinforce.Reinforce}.
 */
@NullMarked
package org.arbit.agents.reinforce;

import org.jspecify.annotations.NullMarked;
