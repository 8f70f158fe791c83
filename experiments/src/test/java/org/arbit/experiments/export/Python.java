package org.arbit.experiments.export;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Python with some package, if the machine has one. */
final class Python {

  private static final List<String> NAMES = List.of("python3", "/usr/bin/python3");
  private static final String FULL_CHECK =
      "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)";

  private final String program;
  private final Path folder;

  private Python(String program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Returns a Python that has a package, or skips the test and says so.
   *
   * @param folder where it runs, and prints to
   */
  static Python with(String module, Path folder) throws IOException {
    for (String name : NAMES) {
      Python python = new Python(name, folder);
      if (python.run("-c", "import " + module).equals("0")) {
        return python;
      }
    }
    return abort("Nothing was run: no Python with " + module + ". Maybe install it?");
  }

  /** Returns the exit code of ONNX's checker with what it printed, or skips the test. */
  static String check(Path folder, Path model) throws IOException {
    return with("onnx", folder).run("-c", FULL_CHECK, model.toString());
  }

  /** Runs in the folder and returns the exit code with what was printed. */
  String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "python", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
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
