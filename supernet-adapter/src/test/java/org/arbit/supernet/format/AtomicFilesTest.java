package org.arbit.supernet.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir Path folder;

  @Test
  void writesAndReplacesWithoutLeavingTemporaries() throws IOException {
    Path file = folder.resolve("deep/er/file.txt");
    AtomicFiles.writeString(file, "first");
    AtomicFiles.writeString(file, "zweite ä");

    assertThat(file).hasContent("zweite ä");
    assertThat(names(file.getParent())).containsExactly("file.txt");
  }

  @Test
  void keepsTheOldContentWhenWritingFails() throws IOException {
    Path file = folder.resolve("file.txt");
    AtomicFiles.writeString(file, "old");

    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("file.txt");
  }

  @Test
  void aFolderAppearsWholeOrNotAtAll() throws IOException {
    Path target = folder.resolve("checkpoint");
    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    target,
                    inside -> {
                      Files.writeString(inside.resolve("a"), "1");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(names(folder)).isEmpty();

    AtomicFiles.writeFolder(target, inside -> Files.writeString(inside.resolve("a"), "1"));
    AtomicFiles.writeFolder(target, inside -> Files.writeString(inside.resolve("b"), "2"));
    assertThat(names(target)).containsExactly("b");
    assertThat(names(folder)).containsExactly("checkpoint");
  }

  @Test
  void aFailedReplacementKeepsTheOldFolder() throws IOException {
    Path target = folder.resolve("checkpoint");
    AtomicFiles.writeFolder(target, inside -> Files.writeString(inside.resolve("a"), "1"));

    assertThatThrownBy(
            () ->
                AtomicFiles.writeFolder(
                    target,
                    inside -> {
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(target.resolve("a")).hasContent("1");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
