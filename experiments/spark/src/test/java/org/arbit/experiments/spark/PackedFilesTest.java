package org.arbit.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedFilesTest {

  @TempDir Path folder;

  @Test
  void aFolderArrivesWholeInPlaceOfTheEarlierOne() throws IOException {
    write("from/one/deep/er/a.bin", "a");
    write("from/one/b.txt", "b");
    write("from/one/.lock", "");
    write("from/one.log", "said");
    write("from/two/c.txt", "not asked for");
    Path from = folder.resolve("from");
    byte[] packed =
        PackedFiles.pack(
            from, List.of(from.resolve("one"), from.resolve("one.log"), from.resolve("none")));

    write("to/one/old.txt", "gone afterwards");
    write("to/one.log", "old");
    Path to = folder.resolve("to");
    PackedFiles.replace(packed, to, "one");

    try (var files = Files.walk(to)) {
      assertThat(files.filter(Files::isRegularFile).map(to::relativize).map(Path::toString))
          .containsExactlyInAnyOrder("one/deep/er/a.bin", "one/b.txt", "one.log");
    }
    assertThat(to.resolve("one/deep/er/a.bin")).hasContent("a");
    assertThat(to.resolve("one.log")).hasContent("said");
  }

  @Test
  void aNameThatLeadsOutsideIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("../outside.txt"));
    }
    Path top = Files.createDirectories(folder.resolve("top"));
    assertThatThrownBy(() -> PackedFiles.unpack(bytes.toByteArray(), top))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("../outside.txt");
    assertThat(folder.resolve("outside.txt")).doesNotExist();
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
