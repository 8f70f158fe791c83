package org.arbit.experiments.testing;

import java.util.concurrent.CancellationException;
import org.arbit.experiments.run.Progress;

/** A user who presses Ctrl-C when something has got so far. */
public record StoppingProgress(long after) implements Progress {

  /** Stops when {@code done} of any part is reached. */
  public static Progress after(long done) {
    return new StoppingProgress(done);
  }

  @Override
  public Part start(String name, String unit, long total) {
    return (done, detail) -> {
      if (done >= after) {
        throw new CancellationException("stop");
      }
    };
  }

  @Override
  public void say(String line) {}
}
