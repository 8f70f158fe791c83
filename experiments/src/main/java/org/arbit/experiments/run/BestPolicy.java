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
import org.arbit.experiments.JsonReason;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

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
 * @param supernetSha256 of the parameters of the super-network that it was trained on; null where
 *     there is none, or the run was written by a version that did not note it
 */
public record BestPolicy(
    int schema,
    String agent,
    long seed,
    double tradeOff,
    int lanes,
    EnvConfig environment,
    @Nullable String supernetSha256) {

  /** The name of the folder in a run folder. */
  public static final String FOLDER = "best";

  private static final int SCHEMA = 1;
  private static final String DESCRIPTION = "best.json";
  private static final String STATE = "agent.safetensors";
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes the policy of an agent into {@code runFolder}. */
  static void write(
      Path runFolder, TrainedAgent trained, double tradeOff, int lanes, Setting setting)
      throws IOException {
    SuperNetwork network = setting.network();
    BestPolicy best =
        new BestPolicy(
            SCHEMA,
            trained.name(),
            trained.seed(),
            tradeOff,
            lanes,
            setting.config(),
            network == null ? null : network.fingerprint());
    AtomicFiles.writeFolder(
        runFolder.resolve(FOLDER),
        folder -> {
          trained.file().write(folder.resolve(STATE));
          Files.writeString(folder.resolve(DESCRIPTION), MAPPER.writeValueAsString(best) + "\n");
        });
  }

  /** Whether a run has chosen a policy. */
  static boolean isIn(Path runFolder) {
    return Files.exists(runFolder.resolve(FOLDER).resolve(DESCRIPTION));
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
          file
              + " is missing. Maybe "
              + runFolder
              + " is no finished run, or a sweep, whose runs are in its folder trials?");
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
                + ". Maybe a newer Arbit wrote it?");
      }
      return MAPPER.readValue(file.toFile(), BestPolicy.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is damaged: " + JsonReason.of(e) + ".", e);
    }
  }

  /**
   * Returns the agent as it was when it was saved.
   *
   * @throws InvalidInputException if it was trained on another super-network than the setting's
   */
  public LearningAgent load(Path runFolder, Setting setting) throws IOException {
    SuperNetwork network = setting.network();
    if (network != null
        && supernetSha256 != null
        && !network.fingerprint().equals(supernetSha256)) {
      throw new InvalidInputException(
          "The policy of "
              + runFolder
              + " was learned on the super-network "
              + supernetSha256
              + ", but the one that the run names is now "
              + network.fingerprint()
              + ". Maybe the super-network was trained again?");
    }
    Path file = runFolder.resolve(FOLDER).resolve(STATE);
    AgentFile saved = AgentFile.read(file);
    try (VectorEnv env = setting.make(lanes)) {
      return InvalidInputException.naming(
          file, () -> AgentRegistry.load().restore(saved, AgentContext.of(env, seed)));
    } catch (IllegalArgumentException e) {
      Path description = runFolder.resolve(FOLDER).resolve(DESCRIPTION);
      throw new InvalidInputException(description + " is damaged: " + e.getMessage(), e);
    }
  }
}
