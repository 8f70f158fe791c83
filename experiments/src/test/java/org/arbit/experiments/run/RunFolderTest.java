package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path folder;

  @Test
  void refusesAFolderInUseAndSuggestsAFreeOne() throws IOException {
    Files.createDirectory(folder.resolve("run-2"));
    Path used = Files.createDirectory(folder.resolve("run"));
    Files.writeString(used.resolve("file"), "x");
    assertThatThrownBy(() -> RunFolder.create(used))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in use")
        .hasMessageContaining("run-3");
  }

  @Test
  void takesANumberWhereTheDefaultIsInUse() throws IOException {
    Files.createDirectory(folder.resolve("run"));
    assertThat(RunFolder.createNumbered(folder.resolve("run")).path())
        .isEqualTo(folder.resolve("run-2"))
        .isEmptyDirectory();
    assertThat(RunFolder.createNumbered(folder.resolve("new")).path())
        .isEqualTo(folder.resolve("new"));
  }

  @Test
  void discardingKeepsAnEmptyFolderOfTheUserAndRemovesItsOwn() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    RunFolder taken = RunFolder.create(mine);
    Files.writeString(taken.resolve("file"), "x");
    taken.discard(new IOException());
    assertThat(mine).isEmptyDirectory();

    RunFolder made = RunFolder.create(folder.resolve("a/b"));
    Files.writeString(made.resolve("file"), "x");
    made.discard(new IOException());
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> RunFolder.create(file)).hasMessageContaining("is a file");
    assertThatThrownBy(() -> RunFolder.create(file.resolve("deep/run")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be written");
  }
}
