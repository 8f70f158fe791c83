package org.arbit.tests.architecture.broken.agents.nn;

/** Allowed to all families. */
public interface Shared {}
