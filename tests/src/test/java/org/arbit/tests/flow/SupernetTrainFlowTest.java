package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user who stops the training of a super-network is left with. */
class SupernetTrainFlowTest {

  @TempDir Path folder;

  @Test
  void controlCKeepsAStateFirst() throws IOException, InterruptedException {
    Program.Ended ended =
        new Program(folder)
            .interruptAt(
                "super-network:",
                "supernet",
                "train",
                "--out=net",
                "--set=data={train: 64, policy: 0, validation: 10, test: 10}",
                "--set=supernet={width: 2, epochs: 10000, batch: 16}",
                "--set=checkpointSteps=1000000");
    assertThat(ended.code()).as(ended.err()).isEqualTo(130);
    assertThat(ended.err()).contains("Ctrl-C");
    assertThat(folder.resolve("net/supernet.json")).doesNotExist();
    try (Stream<Path> states = Files.list(folder.resolve("net/checkpoints"))) {
      assertThat(states)
          .singleElement()
          .satisfies(state -> assertThat(state.resolve("training.json")).isNotEmptyFile());
    }
  }
}
