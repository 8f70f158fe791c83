/** Proximal policy optimisation. Start reading at {@link org.arbit.agents.ppo.Ppo}. */
@NullMarked
package org.arbit.agents.ppo;

import org.jspecify.annotations.NullMarked;
