package org.arbit.tests.architecture.broken.agents.ppo;

import org.arbit.tests.architecture.broken.agents.nn.Shared;

/** Allowed. */
public interface Stranger extends Shared {}
