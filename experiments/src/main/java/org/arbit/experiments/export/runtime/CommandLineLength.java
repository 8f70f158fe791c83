package org.arbit.experiments.export.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps ONNX Runtime 1.29.0 from ending the process: on Linux it crashes while it starts when the
 * command line of the process is longer than a page of 4096 bytes, as one with a long class path
 * is.
 */
final class CommandLineLength {

  private static final int MOST = 4000;
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private CommandLineLength() {}

  static void check() {
    if (!Files.isReadable(COMMAND_LINE)) {
      return;
    }
    try {
      check(Files.readAllBytes(COMMAND_LINE).length);
    } catch (IOException e) {
      throw new IllegalStateException("The command line of this process cannot be read.", e);
    }
  }

  static void check(int bytes) {
    if (bytes > MOST) {
      throw new IllegalStateException(
          "The command line of this process has "
              + bytes
              + " bytes; ONNX Runtime crashes at more than "
              + MOST
              + ". Maybe start it with -jar, or with the class path in a file (java @FILE)?");
    }
  }
}
