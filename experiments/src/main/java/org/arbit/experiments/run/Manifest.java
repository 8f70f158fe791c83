package org.arbit.experiments.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.supernet.format.AtomicFiles;

/**
 * {@code manifest.json}, schema 1: where a run comes from. Names the versions, the seed, the hashes
 * of data and network, and the kind of machine; never its name or its user.
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
    Runtime runtime = Runtime.getRuntime();
    facts.put(
        "machine",
        Map.of(
            "os",
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            "java",
            Runtime.version().toString(),
            "processors",
            runtime.availableProcessors(),
            "heapMegabytes",
            runtime.maxMemory() >> 20));
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
}
