package org.arbit.tests.architecture.broken.experiments.report;

import org.arbit.tests.architecture.broken.experiments.run.Runner;

interface BadReport extends Runner {}
