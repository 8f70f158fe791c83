package org.arbit.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.arbit.agents.fixture.DifficultyNetwork;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.VectorEnv;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentFileTest {

  private final AgentRegistry registry = AgentRegistry.load();
  private final HyperParameters values =
      registry.find("dqn").defaults().with("warmUpSteps", 100).with("replayCapacity", 512);
  @TempDir Path folder;
  private Path file = Path.of("");
  private AgentContext context;
  private LearningAgent agent;

  @BeforeEach
  void trainAndSave() throws IOException {
    file = folder.resolve("agent.safetensors");
    try (VectorEnv env =
        BitAllocation.vector(
            new DifficultyNetwork(),
            DifficultyNetwork.data(50, 1),
            AllocationConfig.defaults(),
            16,
            AutoReset.SAME_STEP)) {
      context = AgentContext.of(env, 1);
      agent = registry.createLearning("dqn", context, values);
      Training.run(agent, env, TrainingOptions.of(1000, 1), TrainingListener.NONE);
    }
    AgentFile.of("dqn", values, context, agent).write(file);
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    AgentFile read = AgentFile.read(file);
    assertThat(read.state()).isEqualTo(agent.state());
    LearningAgent restored = registry.restore(read, context);
    assertThat(restored.state()).isEqualTo(agent.state());
    assertThat(restored.steps()).isEqualTo(agent.steps());
  }

  @Test
  void refusesOtherSpaces() throws IOException {
    AgentFile read = AgentFile.read(file);
    AgentContext other =
        new AgentContext(context.env(), Box.uniform(0, 1, 7), new Discrete(4), 16, 1);
    assertThatThrownBy(() -> registry.restore(read, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("7 and 4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 100, -1, -1000})
  void refusesATruncatedFile(int length) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int kept = length < 0 ? bytes.length + length : length;
    Files.write(file, Arrays.copyOf(bytes, kept));
    assertThatThrownBy(() -> AgentFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesACorruptFile() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 10] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> AgentFile.read(file)).hasMessageContaining("corrupt");
  }

  @Test
  void refusesANewerVersion() throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String newer = text.replace("\"version\":\"1\"", "\"version\":\"9\"");
    Files.writeString(file, newer, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> AgentFile.read(file))
        .hasMessageContaining("version is 9")
        .hasMessageContaining("Maybe update");
  }

  @Test
  void refusesAnotherKindOfFile() throws IOException {
    Files.writeString(file, "{\"x\": 1}, and so on, and so on");
    assertThatThrownBy(() -> AgentFile.read(file)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> AgentFile.read(folder.resolve("none")))
        .hasMessageContaining("does not exist");
  }
}
