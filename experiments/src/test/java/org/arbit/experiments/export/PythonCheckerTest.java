package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.experiments.export.graph.Batching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files as seen by another implementation of the format. */
final class PythonCheckerTest {

  @TempDir private Path folder;

  @Test
  void acceptsThePolicy() throws Exception {
    Path file = folder.resolve("policy.onnx");
    Files.write(file, PolicyOnnxTest.anyModel().toBytes());
    assertThat(Python.check(folder, file)).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Batching.class)
  void acceptsTheAdaptiveNetwork(Batching batching) throws Exception {
    Path file = folder.resolve("adaptive.onnx");
    Files.write(file, AdaptiveOnnxTest.anyModel(batching).toBytes());
    assertThat(Python.check(folder, file)).isEqualTo("0");
  }
}
