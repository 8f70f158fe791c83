package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  @TempDir Path folder;

  @Test
  void namesTheKindOfMachineButNotTheMachine() throws IOException {
    new Manifest("train", "./arbit train", 3).write(folder);
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve(Manifest.NAME).toFile());
    assertThat(manifest.at("/machine/processors").asInt()).isPositive();
    assertThat(manifest.at("/machine/memoryMegabytes").asLong()).isPositive();
    assertThat(manifest.at("/machine/java").asText()).isEqualTo(Runtime.version().toString());
    assertThat(manifest.at("/machine").fieldNames())
        .toIterable()
        .containsExactly("os", "java", "processors", "memoryMegabytes", "heapMegabytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\":2} | has schema 2, but this version of Arbit knows only 1. Maybe a newer",
        "{} | has schema (none)",
        "'' | is damaged: it describes no run",
        "{\"schema\" | is damaged: ",
      })
  void anotherSchemaAndDamageAreToldBeforeARunIsUsed(String text, String message)
      throws IOException {
    Files.writeString(folder.resolve("config.yaml"), "seeds: [1]");
    Manifest.check(folder);
    Files.writeString(folder.resolve(Manifest.NAME), text);
    assertThatThrownBy(() -> Manifest.check(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(Manifest.NAME)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> RunFolder.resume(folder)).hasMessageContaining(message);
  }

  @Test
  void aRepositoryIsCleanUntilAKnownFileChanges() throws IOException, InterruptedException {
    assumeThat(git("init", "-q")).isZero();
    Files.writeString(folder.resolve("known"), "a");
    git("add", "known");
    git("-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "-m", "first");
    Path inside = Files.createDirectories(folder.resolve("a/b"));

    GitState clean = GitState.of(inside).orElseThrow();
    assertThat(clean.commit()).matches("[0-9a-f]{40,64}");
    assertThat(clean.dirty()).isFalse();
    Files.writeString(folder.resolve("known"), "b");
    assertThat(GitState.of(inside)).contains(new GitState(clean.commit(), true));
  }

  @Test
  void noRepositoryAndABrokenOneAreNoError() throws IOException {
    assertThat(GitState.of(folder)).isEmpty();
    Files.createDirectory(folder.resolve(".git"));
    assertThat(GitState.of(folder)).isEmpty();
  }

  private int git(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
