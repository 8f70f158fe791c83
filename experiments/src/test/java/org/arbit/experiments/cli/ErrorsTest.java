package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorsTest {

  private static final String MAYBE =
      ". Maybe make room and give the command again, or another folder with --out?";

  @Command
  private static final class Nothing {}

  @Test
  void aFullDiskIsToldInOneLineWhereverItIsNoticed() {
    String full = "No space left on device";
    assertThat(told(new IOException(full))).isEqualTo("arbit: " + full + MAYBE);
    assertThat(told(new UncheckedIOException(new IOException(full))))
        .isEqualTo("arbit: " + full + MAYBE);
    assertThat(told(new FileSystemException("run/x", null, full)))
        .isEqualTo("arbit: run/x: " + full + MAYBE);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(told(new UncheckedIOException(new NoSuchFileException("run/x"))))
        .isEqualTo("arbit: run/x: no such file.");
  }

  private static String told(Exception e) {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new Nothing());
    int code =
        new Errors(new PrintWriter(out)).handleExecutionException(e, command, command.parseArgs());
    assertThat(code).isEqualTo(ExitCodes.FAILED);
    return out.toString().strip();
  }
}
