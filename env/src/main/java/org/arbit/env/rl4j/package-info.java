/**
 * Environments as RL4J wants them, and what RL4J lacks: masks, saving, stopping. Start reading at
 * {@link org.arbit.env.rl4j.Rl4jEnvironment}.
 */
@NullMarked
package org.arbit.env.rl4j;

import org.jspecify.annotations.NullMarked;
