/** Advantage actor-critic. Start reading at {@link org.arbit.agents.a2c.A2c}. */
@NullMarked
package org.arbit.agents.a2c;

import org.jspecify.annotations.NullMarked;
