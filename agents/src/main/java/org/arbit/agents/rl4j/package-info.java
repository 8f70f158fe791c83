/**
 * RL4J's learners as agents, and our policies as RL4J's. Start reading at {@link
 * org.arbit.agents.rl4j.Rl4jDoubleDqn} and {@link org.arbit.agents.rl4j.Rl4jPolicy}.
 */
@NullMarked
package org.arbit.agents.rl4j;

import org.jspecify.annotations.NullMarked;
