/**
 * Agents: what learns, what it leaves behind, and how both are trained and evaluated. Start reading
 * at {@link org.arbit.agents.Agent}, then {@link org.arbit.agents.LearningAgent} and {@link
 * org.arbit.agents.Training}.
 */
@NullMarked
package org.arbit.agents;

import org.jspecify.annotations.NullMarked;
