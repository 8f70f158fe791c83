package org.arbit.experiments.export;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.supernet.spi.InvalidInputException;

/** Names of files beside others. */
final class Neighbours {

  private Neighbours() {}

  /**
   * Returns where a format writes its second file, beside the one that the user has named.
   *
   * @param format for messages
   * @param named the extension to suggest for the file that the user names
   * @throws InvalidInputException if that is the same file, or somebody else's: the user has not
   *     named it, so that it is replaced only together with the other
   */
  static Path free(String format, Path file, String extension, String named) {
    Path beside = withExtension(file, extension);
    if (beside.equals(file)) {
      throw new InvalidInputException(
          file
              + " is the name of the second file that "
              + format
              + " writes. Maybe --out "
              + withExtension(file, named)
              + "?");
    }
    if (Files.exists(beside) && !Files.exists(file)) {
      throw new InvalidInputException(
          format
              + " writes "
              + beside
              + ", too, and there is such a file. Maybe another name with --out?");
    }
    return beside;
  }

  /** Returns {@code dir/model.json} for {@code dir/model.onnx} and {@code json}. */
  static Path withExtension(Path file, String extension) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "." + extension);
  }
}
