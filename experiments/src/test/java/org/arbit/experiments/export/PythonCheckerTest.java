package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files as seen by another implementation of the format. */
final class PythonCheckerTest {

  @TempDir private Path folder;

  @Test
  void acceptsThePolicy() throws Exception {
    Path file = folder.resolve("policy.onnx");
    Files.write(file, PolicyOnnxTest.anyModel().toBytes());
    assertThat(Python.check(folder, file)).isEqualTo("0");
  }
}
