package org.arbit.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/** Reads and writes {@code summary.json}. */
public final class SummaryFile {

  /** The name of the file in a run folder. */
  public static final String NAME = "summary.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private SummaryFile() {}

  /** Returns the summary as JSON text with fields in the documented order and a final newline. */
  public static String toJson(Summary summary) {
    try {
      return WRITER.writeValueAsString(summary) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A summary is always writable as JSON.", e);
    }
  }

  /** Returns results as a JSON array with a final newline. */
  public static String toJson(List<Result> results) {
    try {
      return WRITER.writeValueAsString(results) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Results are always writable as JSON.", e);
    }
  }

  /** Writes the summary into {@code runFolder}, atomically. */
  public static void write(Path runFolder, Summary summary) throws IOException {
    AtomicFiles.writeString(runFolder.resolve(NAME), toJson(summary));
  }

  /**
   * Reads the summary of a run.
   *
   * @throws InvalidInputException if the file is missing, no JSON, of a newer schema, or
   *     incomplete; the message names the file and what is wrong
   */
  public static Summary read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is missing. Maybe " + runFolder + " is no finished run?");
    }
    try {
      JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
      requireKnownSchema(file, tree);
      return MAPPER.treeToValue(tree, Summary.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is no valid summary: " + JsonReason.of(e), e);
    }
  }

  // Asked first: a newer file may have fields that would otherwise be reported as unknown.
  private static void requireKnownSchema(Path file, JsonNode tree) {
    JsonNode schema = tree.path("schema");
    if (!schema.isInt() || schema.intValue() != Summary.SCHEMA) {
      throw new InvalidInputException(
          file
              + " has schema "
              + (schema.isMissingNode() ? "(none)" : schema)
              + ", but this version of Arbit knows only "
              + Summary.SCHEMA
              + ". Maybe a newer Arbit wrote it?");
    }
  }
}
