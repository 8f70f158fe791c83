package org.arbit.agents.baseline;

import org.arbit.agents.Agent;
import org.arbit.agents.Evaluator;

/** An agent that is complete as soon as it is made. */
record BaselineAgent(String name, Evaluator evaluator) implements Agent {}
