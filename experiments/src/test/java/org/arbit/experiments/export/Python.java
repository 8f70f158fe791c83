package org.arbit.experiments.export;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Python with the package {@code onnx}, if the machine has one. */
final class Python {

  private static final List<String> NAMES = List.of("python3", "/usr/bin/python3");
  private static final String FULL_CHECK =
      "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)";

  private Python() {}

  /** Returns the exit code of the checker with what it printed, or skips the test. */
  static String check(Path folder, Path model) throws IOException {
    Optional<String> program = Optional.empty();
    for (String name : NAMES) {
      if (program.isEmpty() && run(folder, name, "-c", "import onnx").equals("0")) {
        program = Optional.of(name);
      }
    }
    if (program.isEmpty()) {
      abort("The file was not checked: no Python with onnx. Maybe install python3-onnx?");
    }
    return run(folder, program.orElseThrow(), "-c", FULL_CHECK, model.toString());
  }

  private static String run(Path folder, String... command) throws IOException {
    Path out = Files.createTempFile(folder, "python", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer within 60 s";
      }
      return (process.exitValue() + " " + Files.readString(out)).strip();
    } catch (IOException e) {
      return "not found: " + e.getMessage();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
