package org.arbit.tests.architecture.broken.agents.dqn;

import org.arbit.tests.architecture.broken.agents.nn.Shared;
import org.arbit.tests.architecture.broken.agents.ppo.Stranger;

interface BadFamily extends Shared {
  Stranger stranger();
}
