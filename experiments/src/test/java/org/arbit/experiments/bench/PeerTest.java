package org.arbit.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {

  private static final List<String> LINES =
      List.of(
          "a warning",
          "{\"part\":\"b\",\"net\":\"resnet20\",\"batch\":256,\"ms\":{\"uniform4_lean\":1.5,"
              + "\"grouped_lean\":2.5}}",
          "{\"part\":\"b\",\"net\":\"resnet8\",\"batch\":256,\"ms\":{\"uniform4_lean\":3.5,"
              + "\"grouped_lean\":4.5}}",
          "{\"part\":\"c\",\"net\":\"resnet8\",\"batch\":128,\"s_per_step\":{\"q4\":0.5,"
              + "\"joint_2_3_4_8\":2.0}}",
          "{\"part\":\"d\",\"net\":\"resnet8\",\"batch\":1,\"decisions_per_s\":96}",
          "{\"part\":\"d\",\"net\":\"resnet8\",\"batch\":256,\"decisions_per_s\":768}");

  @TempDir Path folder;

  @Test
  void theFigureOfTheSameWorkIsFound() throws IOException {
    Files.writeString(folder.resolve("peer_bench.py"), "");
    Peer peer = new Peer(folder, "python3");
    BitWidths four = BitWidths.of(2, 3, 4, 8);

    assertThat(peer.millis(new FrozenBench("resnet8", false), LINES)).isEqualTo(3.5);
    assertThat(peer.millis(new FrozenBench("resnet20", true), LINES)).isEqualTo(2.5);
    assertThat(peer.millis(new TrainStepBench("resnet8", BitWidths.of(4)), LINES)).isEqualTo(500);
    assertThat(peer.millis(new TrainStepBench("resnet8", four), LINES)).isEqualTo(2000);
    // 256 episodes of 6 decisions at 768 a second.
    assertThat(peer.millis(new EnvStepsBench("env-steps", "resnet8", 256, 6), LINES))
        .isEqualTo(2000, within(1e-9));
    // 16 episodes of 6 decisions, one after the other, at 96 a second.
    assertThat(peer.millis(new EnvStepsBench("single-steps", "resnet8", 1, 6), LINES))
        .isEqualTo(1000, within(1e-9));
    assertThat(peer.millis(AgentTrainBench.of("dqn", "resnet8"))).isNull();
  }

  @Test
  void aFolderWithoutTheScriptAndAPythonThatIsNotThereAreNamed() throws IOException {
    assertThatThrownBy(() -> new Peer(folder, "python3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("peer_bench.py");
    Files.writeString(folder.resolve("peer_bench.py"), "");
    assertThatThrownBy(
            () -> new Peer(folder, "no-such-python").millis(new FrozenBench("resnet8", true)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Maybe --python");
  }
}
