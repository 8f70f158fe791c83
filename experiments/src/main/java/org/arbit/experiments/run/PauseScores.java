package org.arbit.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.arbit.experiments.JsonReason;
import org.arbit.experiments.config.Trial;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * {@code pauses.json} of a run folder, schema 1: how good the run was on the validation split each
 * time it was paused.
 */
final class PauseScores {

  private static final String NAME = "pauses.json";
  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PauseScores() {}

  /** What the file holds: scores by the steps that the pause was asked for at. */
  private record Content(int schema, SortedMap<Long, Double> scores) {}

  /** Returns the score at a pause, if the run has been there. */
  static OptionalDouble find(Path runFolder, long steps) throws IOException {
    Double score = read(runFolder).get(steps);
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  /** Returns the scores of trials at a pause, each in its folder below {@code trials}. */
  static Function<Trial, OptionalDouble> in(Path trials, List<Trial> plan, long steps)
      throws IOException {
    Map<Trial, OptionalDouble> scores = new HashMap<>();
    for (Trial trial : plan) {
      scores.put(trial, find(trials.resolve(trial.name()), steps));
    }
    return trial -> scores.getOrDefault(trial, OptionalDouble.empty());
  }

  /** Adds a pause. */
  static void add(Path runFolder, long steps, double score) throws IOException {
    SortedMap<Long, Double> scores = read(runFolder);
    scores.put(steps, score);
    AtomicFiles.writeString(
        runFolder.resolve(NAME), MAPPER.writeValueAsString(new Content(SCHEMA, scores)) + "\n");
  }

  private static SortedMap<Long, Double> read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(NAME);
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    Content content;
    try {
      content = MAPPER.readValue(file.toFile(), Content.class);
    } catch (IOException e) {
      String reason =
          e instanceof JsonProcessingException json ? JsonReason.of(json) : e.getMessage();
      throw new InvalidInputException(
          file + " is damaged: " + reason + ". Maybe remove the folder of this run?", e);
    }
    if (content == null || content.schema() != SCHEMA || content.scores() == null) {
      throw new InvalidInputException(
          file + " does not hold scores of schema " + SCHEMA + ". Maybe a newer version wrote it?");
    }
    return new TreeMap<>(content.scores());
  }
}
