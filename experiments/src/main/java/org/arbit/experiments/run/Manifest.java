package org.arbit.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.arbit.experiments.JsonReason;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * {@code manifest.json}, schema 1: where a run comes from. Names the versions, the seed, the hashes
 * of data and network, the commits of program and work where git knows them, and the kind of
 * machine; never its name or its user.
 */
public final class Manifest {

  /** The name of the file in a run folder. */
  public static final String NAME = "manifest.json";

  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, Object> facts = new LinkedHashMap<>();

  /**
   * Starts a manifest.
   *
   * @param kind such as {@code quickstart}
   * @param command what was typed
   * @param seed of the run
   */
  public Manifest(String kind, String command, long seed) {
    facts.put("schema", SCHEMA);
    facts.put("kind", kind);
    facts.put("command", command);
    facts.put("seed", seed);
    facts.put("started", Instant.now().toString());
    facts.put("machine", machine());
    Map<String, GitState> git = GitState.ofProgramAndWork();
    if (!git.isEmpty()) {
      facts.put("git", git);
    }
  }

  private static Map<String, Object> machine() {
    Runtime runtime = Runtime.getRuntime();
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("java", Runtime.version().toString());
    machine.put("processors", runtime.availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      machine.put("memoryMegabytes", system.getTotalMemorySize() >> 20);
    }
    machine.put("heapMegabytes", runtime.maxMemory() >> 20);
    return machine;
  }

  /** Adds a fact, such as a hash. */
  public Manifest with(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  /** Writes it into {@code runFolder}, atomically. */
  public void write(Path runFolder) throws IOException {
    AtomicFiles.writeString(runFolder.resolve(NAME), MAPPER.writeValueAsString(facts) + "\n");
  }

  /**
   * Returns the command that started a run, if its folder has a manifest.
   *
   * @throws InvalidInputException if that is damaged
   */
  static Optional<String> command(Path runFolder) throws IOException {
    return read(runFolder).map(facts -> facts.path("command").asText());
  }

  /**
   * Checks the manifest of a run folder, if it has one, before anything else is done with it.
   *
   * @throws InvalidInputException if it is damaged, or of a newer schema
   */
  public static void check(Path runFolder) throws IOException {
    read(runFolder);
  }

  private static Optional<JsonNode> read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode facts;
    try {
      facts = MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is damaged: " + JsonReason.of(e) + ".", e);
    }
    if (!facts.isObject()) {
      throw new InvalidInputException(file + " is damaged: it describes no run.");
    }
    if (facts.path("schema").asInt(-1) != SCHEMA) {
      throw new InvalidInputException(
          file
              + " has schema "
              + (facts.has("schema") ? facts.path("schema") : "(none)")
              + ", but this version of Arbit knows only "
              + SCHEMA
              + ". Maybe a newer Arbit wrote it?");
    }
    return Optional.of(facts);
  }
}
