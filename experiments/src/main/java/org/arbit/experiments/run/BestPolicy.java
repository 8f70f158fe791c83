package org.arbit.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentFile;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.VectorEnv;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * The policy that a run has chosen on the validation split, in its folder {@code best/}: {@code
 * agent.safetensors}, and {@code best.json} that says what it is.
 *
 * @param schema version of {@code best.json}
 * @param agent name of its results
 * @param seed of its training
 * @param tradeOff that was chosen
 * @param lanes environments side by side in its training
 * @param environment that it was trained in
 */
public record BestPolicy(
    int schema, String agent, long seed, double tradeOff, int lanes, EnvConfig environment) {

  /** The name of the folder in a run folder. */
  public static final String FOLDER = "best";

  private static final int SCHEMA = 1;
  private static final String DESCRIPTION = "best.json";
  private static final String STATE = "agent.safetensors";
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes the policy of an agent into {@code runFolder}. */
  static void write(
      Path runFolder, TrainedAgent trained, double tradeOff, int lanes, EnvConfig environment)
      throws IOException {
    BestPolicy best =
        new BestPolicy(SCHEMA, trained.name(), trained.seed(), tradeOff, lanes, environment);
    AtomicFiles.writeFolder(
        runFolder.resolve(FOLDER),
        folder -> {
          trained.file().write(folder.resolve(STATE));
          Files.writeString(folder.resolve(DESCRIPTION), MAPPER.writeValueAsString(best) + "\n");
        });
  }

  /**
   * Reads what {@code best.json} says.
   *
   * @throws InvalidInputException if it is missing, damaged, or of a newer schema
   */
  public static BestPolicy read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(FOLDER).resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is missing. Maybe " + runFolder + " is no finished run?");
    }
    try {
      int schema = MAPPER.readTree(file.toFile()).path("schema").asInt(-1);
      if (schema != SCHEMA) {
        throw new InvalidInputException(
            file
                + " has schema "
                + schema
                + ", but this version of Arbit knows only "
                + SCHEMA
                + ".");
      }
      return MAPPER.readValue(file.toFile(), BestPolicy.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + " is damaged: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  /** Returns the agent as it was when it was saved. */
  public LearningAgent load(Path runFolder, Setting setting) throws IOException {
    AgentFile file = AgentFile.read(runFolder.resolve(FOLDER).resolve(STATE));
    try (VectorEnv env = setting.make(lanes)) {
      return AgentRegistry.load().restore(file, AgentContext.of(env, seed));
    }
  }
}
