package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import org.arbit.supernet.spi.Named;

/**
 * Writes what a run has learned in one format. To bring your own: implement this interface without
 * state, with a public constructor without arguments, and name the class in {@code
 * META-INF/services/org.arbit.experiments.export.Exporter}.
 */
public interface Exporter extends Named {

  /** Whether it writes a folder; otherwise a file, or several beside each other. */
  default boolean writesFolder() {
    return false;
  }

  /**
   * Writes the file, and where the format has more than one, the others beside it; each atomically.
   *
   * @throws org.arbit.supernet.spi.InvalidInputException if the source lacks something that the
   *     format needs, or has something that it cannot hold; nothing has been written
   */
  void export(ExportSource source, ExportOptions options, Path file) throws IOException;
}
