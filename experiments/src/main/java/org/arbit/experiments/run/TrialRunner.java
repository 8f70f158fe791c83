package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Does the trials of a sweep, wherever that is. Used by several threads. */
@FunctionalInterface
public interface TrialRunner {

  /**
   * Runs one trial to its end, into a run folder of its own.
   *
   * @param config file with its settings
   * @param folder for its results
   * @param resume whether to go on with what is there
   * @return what went wrong, if anything did
   * @throws InterruptedException if the sweep is to stop; the trial has then been stopped, too
   */
  Optional<String> run(Path config, Path folder, boolean resume)
      throws IOException, InterruptedException;
}
