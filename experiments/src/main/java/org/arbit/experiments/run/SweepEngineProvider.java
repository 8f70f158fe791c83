package org.arbit.experiments.run;

import java.io.IOException;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Named;
import org.jspecify.annotations.Nullable;

/**
 * A kind of {@link SweepEngine}. To add one, implement this with a public constructor without
 * parameters, and name it in {@code
 * META-INF/services/org.arbit.experiments.run.SweepEngineProvider}.
 */
public interface SweepEngineProvider extends Named {

  /**
   * What the user has asked for.
   *
   * @param program that does one trial
   * @param master address of a cluster; null if none is given
   * @param workers number of trials at a time; null if none is given
   * @param progress to tell what happens to trials
   */
  record Options(
      TrialProgram program,
      @Nullable String master,
      @Nullable Integer workers,
      Progress progress) {}

  /**
   * Starts an engine.
   *
   * @throws InvalidInputException if this kind cannot do what the options say
   */
  SweepEngine open(Options options) throws IOException;
}
