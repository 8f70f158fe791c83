package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
