package org.arbit.experiments.export;

import java.nio.file.Path;

/** Names of files beside others. */
final class Neighbours {

  private Neighbours() {}

  /** Returns {@code dir/model.json} for {@code dir/model.onnx} and {@code json}. */
  static Path withExtension(Path file, String extension) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "." + extension);
  }
}
