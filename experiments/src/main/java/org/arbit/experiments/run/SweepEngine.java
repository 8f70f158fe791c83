package org.arbit.experiments.run;

import java.io.IOException;

/** The place where the trials of one sweep run, until it is closed. */
public interface SweepEngine extends TrialRunner, AutoCloseable {

  /** Returns how many trials may be handed over at a time; an engine may queue some of them. */
  int trialsAtATime();

  /** Stops what still runs. */
  @Override
  void close() throws IOException;
}
