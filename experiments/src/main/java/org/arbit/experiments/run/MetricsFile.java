package org.arbit.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.format.AtomicFiles;

/**
 * {@code metrics.jsonl}: one JSON object a line, with {@code part} (what is learning), {@code step}
 * and the metrics of that moment. Every line is flushed, so that a killed run loses at most the
 * line it was writing; numbers that are not finite are left out. The same goes to a file of events
 * for TensorBoard. Safe for use by several threads.
 */
public final class MetricsFile implements AutoCloseable {

  /** The name of the file in a run folder. */
  public static final String NAME = "metrics.jsonl";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final BufferedWriter out;
  private final EventsFile events;

  /** Opens the file in {@code runFolder}, going on after what is there. */
  public MetricsFile(Path runFolder) throws IOException {
    this.out =
        Files.newBufferedWriter(
            runFolder.resolve(NAME),
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
    this.events = new EventsFile(runFolder);
  }

  /** Adds a line. */
  public synchronized void add(String part, long step, Map<String, Double> metrics) {
    Map<String, Double> finite = new LinkedHashMap<>();
    new TreeMap<>(metrics)
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                finite.put(name, value);
              }
            });
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("part", part);
    line.put("step", step);
    line.putAll(finite);
    try {
      out.write(MAPPER.writeValueAsString(line));
      out.write('\n');
      out.flush();
      events.add(part, step, finite);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Metrics are always writable as JSON.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Removes the lines of a part that lie beyond a step, and a last line that was cut off: what a
   * killed run wrote after its newest checkpoint will come again.
   */
  static void forgetAfter(Path runFolder, String part, long step) throws IOException {
    Path file = runFolder.resolve(NAME);
    if (!Files.exists(file)) {
      return;
    }
    StringBuilder kept = new StringBuilder();
    // Bytes that are no text become such as are no JSON either, and are dropped with their line.
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      try {
        JsonNode node = MAPPER.readTree(line);
        if (!node.path("part").asText().equals(part) || node.path("step").asLong() <= step) {
          kept.append(line).append('\n');
        }
      } catch (JsonProcessingException e) {
        // The line that was being written when the run was killed.
      }
    }
    AtomicFiles.writeString(file, kept.toString());
  }

  @Override
  public synchronized void close() throws IOException {
    try (events) {
      out.close();
    }
  }
}
