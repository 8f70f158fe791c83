package org.arbit.experiments.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The PyTorch twin: a folder with {@code peer_bench.py}, which prints its medians as JSON lines.
 * Each question starts it anew, with one and with two threads; the faster answer counts.
 */
public final class Peer {

  private static final String SCRIPT = "peer_bench.py";
  private static final int[] THREADS = {1, 2};
  private static final double MILLIS_PER_SECOND = 1000;

  private final Path folder;
  private final String python;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * Names the twin.
   *
   * @param folder with the script
   * @param python command that runs it
   * @throws InvalidInputException if there is no such script
   */
  public Peer(Path folder, String python) {
    if (!Files.isRegularFile(folder.resolve(SCRIPT))) {
      throw new InvalidInputException(
          "--peer " + folder + " should be a folder with " + SCRIPT + ", but has none.");
    }
    this.folder = folder;
    this.python = python;
  }

  /**
   * Asks for the time of the same work.
   *
   * @return milliseconds; null if the twin has nothing to compare with
   * @throws InvalidInputException if it cannot be run, with the last line that it said
   */
  public @Nullable Double millis(Bench bench) {
    String part = part(bench.name());
    if (part.isEmpty()) {
      return null;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int threads : THREADS) {
      best = Math.min(best, millis(bench, run(threads, part)));
    }
    return best;
  }

  private static String part(String name) {
    return switch (name.substring(0, name.indexOf('/'))) {
      case "frozen-uniform", "frozen-mixed" -> "b";
      case "train-step", "joint-step" -> "c";
      case "env-steps", "single-steps" -> "d";
      default -> "";
    };
  }

  /** Finds the figure of a measurement in what the twin printed. */
  double millis(Bench bench, List<String> lines) {
    String[] name = bench.name().split("/");
    int samples = Integer.parseInt(name[2].substring(1));
    for (String line : lines) {
      if (!line.startsWith("{")) {
        continue;
      }
      JsonNode node = parse(line);
      if (node.path("part").asText().equals(part(bench.name()))
          && node.path("net").asText().equals(name[1])
          && node.path("batch").asInt() == samples) {
        return switch (name[0]) {
          case "frozen-uniform" -> node.path("ms").path("uniform4_lean").asDouble();
          case "frozen-mixed" -> node.path("ms").path("grouped_lean").asDouble();
          case "train-step" -> MILLIS_PER_SECOND * node.path("s_per_step").path("q4").asDouble();
          case "joint-step" ->
              MILLIS_PER_SECOND * node.path("s_per_step").path("joint_2_3_4_8").asDouble();
          default -> MILLIS_PER_SECOND * bench.work() / node.path("decisions_per_s").asDouble();
        };
      }
    }
    throw new InvalidInputException("The peer printed no line for " + bench.name() + ".");
  }

  private JsonNode parse(String line) {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("The peer printed \"" + line + "\", which is not JSON.", e);
    }
  }

  private List<String> run(int threads, String part) {
    try {
      Path log = Files.createTempFile("arbit-peer", ".jsonl");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(
                python, folder.resolve(SCRIPT).toString(), Integer.toString(threads), part);
        builder.environment().put("PEER_OUT", log.toString());
        builder.environment().remove("OMP_NUM_THREADS");
        builder.environment().remove("OPENBLAS_CORETYPE");
        Process process = builder.redirectErrorStream(true).start();
        String said =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
          throw new InvalidInputException(
              "The peer failed: "
                  + said.substring(said.lastIndexOf('\n') + 1)
                  + ". Maybe another --python than \""
                  + python
                  + "\" has PyTorch?");
        }
        return said.lines().toList();
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "Could not run \"" + python + "\": " + e.getMessage() + ". Maybe --python names it?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the peer ran.", e);
    }
  }
}
