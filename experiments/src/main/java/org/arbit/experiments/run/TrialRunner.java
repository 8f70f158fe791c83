package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does the trials of a sweep, wherever that is. Used by several threads. */
@FunctionalInterface
public interface TrialRunner {

  /**
   * One run of a trial, in a run folder of its own.
   *
   * @param config file with its settings
   * @param folder for its results
   * @param resume whether to go on with what is there
   * @param pauseAt environment steps after which to pause, as {@link TrainRun#pauseAt} does; null
   *     to run to the end
   */
  record Attempt(Path config, Path folder, boolean resume, @Nullable Long pauseAt) {}

  /**
   * Runs one trial to its end, or until it is to pause.
   *
   * @return what went wrong, if anything did
   * @throws InterruptedException if the sweep is to stop; the trial has then been stopped, too
   */
  Optional<String> run(Attempt attempt) throws IOException, InterruptedException;
}
