package org.arbit.experiments.testing;

import java.util.concurrent.CancellationException;
import org.arbit.experiments.run.Progress;

/** A user who presses Ctrl-C when something has got so far. */
public record StoppingProgress(String within, long after) implements Progress {

  /** Stops when {@code done} of any part is reached. */
  public static Progress after(long done) {
    return new StoppingProgress("", done);
  }

  /** Stops when {@code done} of a part is reached whose name contains {@code within}. */
  public static Progress after(String within, long done) {
    return new StoppingProgress(within, done);
  }

  @Override
  public Part start(String name, String unit, long total) {
    return (done, detail) -> {
      if (done >= after && name.contains(within)) {
        throw new CancellationException("stop");
      }
    };
  }

  @Override
  public void say(String line) {}
}
