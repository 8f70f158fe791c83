package org.arbit.experiments.testing;

import java.util.List;
import org.arbit.experiments.run.Progress;

/**
 * Keeps the lines that are said.
 *
 * @param said receives them
 */
public record ListeningProgress(List<String> said) implements Progress {

  @Override
  public Part start(String name, String unit, long total) {
    return Progress.QUIET.start(name, unit, total);
  }

  @Override
  public void say(String line) {
    said.add(line);
  }
}
