/**
 * The conformance kit for agents, built-in ones and a stranger's. Start reading at {@link
 * org.arbit.agents.check.AgentCheck}.
 */
@NullMarked
package org.arbit.agents.check;

import org.jspecify.annotations.NullMarked;
