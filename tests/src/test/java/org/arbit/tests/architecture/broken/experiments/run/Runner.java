package org.arbit.tests.architecture.broken.experiments.run;

/** Allowed. */
public interface Runner {}
