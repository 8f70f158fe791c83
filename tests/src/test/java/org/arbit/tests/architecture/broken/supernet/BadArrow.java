package org.arbit.tests.architecture.broken.supernet;

import org.arbit.tests.architecture.broken.env.Contract;

interface BadArrow {
  Contract contract();
}
