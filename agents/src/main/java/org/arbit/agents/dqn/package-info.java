/**
 * Deep Q-learning with its switches: double, dueling, n-step, prioritised. Start reading at {@link
 * org.arbit.agents.dqn.Dqn}.
 */
@NullMarked
package org.arbit.agents.dqn;

import org.jspecify.annotations.NullMarked;
