/**
 * The door through which agents enter, built-in ones and a stranger's alike. Start reading at
 * {@link org.arbit.agents.spi.AgentProvider}.
 */
@NullMarked
package org.arbit.agents.spi;

import org.jspecify.annotations.NullMarked;
