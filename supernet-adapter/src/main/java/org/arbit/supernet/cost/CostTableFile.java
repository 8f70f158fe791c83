package org.arbit.supernet.cost;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cost table in a file: CSV with a header line that names at least the columns {@code
 * layer,weightBits,activationBits,cost}, or JSON as {@code {"schema": 1, "unit": "ms", "rows":
 * [{"layer": ..., "weightBits": ..., "activationBits": ..., "cost": ...}]}}. Whatever else a row
 * has is not read.
 */
final class CostTableFile {

  /** Version of the JSON form that this code writes; newer ones are refused. */
  static final int SCHEMA = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final List<CostRow> rows = new ArrayList<>();
  private final Map<CostRow.Key, Integer> lines = new HashMap<>();
  private String unit = "";

  private CostTableFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file; it is JSON if its name ends in {@code .json}.
   *
   * @throws InvalidInputException if it is missing or a line is no row, with the line
   */
  static CostTableFile read(Path file) {
    CostTableFile table = new CostTableFile(file);
    try {
      String text = Files.readString(file);
      boolean json = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".json");
      if (json) {
        table.readJson(text);
      } else {
        table.readCsv(text.lines().toList());
      }
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          file
              + " does not exist; expected a table of costs. Maybe write one with supernet"
              + " cost-template?",
          e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + " is no text in UTF-8.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
    return table;
  }

  /** Returns the rows in their order. */
  List<CostRow> rows() {
    return List.copyOf(rows);
  }

  /** Returns the unit that the file names; empty where it names none. */
  String unit() {
    return unit;
  }

  private void readCsv(List<String> text) {
    if (text.isEmpty()) {
      throw new InvalidInputException(
          file + " is empty; its first line must name the columns " + columns() + ".");
    }
    List<String> header = cells(text.get(0));
    int[] places = CostTableLayout.COLUMNS.stream().mapToInt(header::indexOf).toArray();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        throw wrong(
            1,
            "there is no column \""
                + CostTableLayout.COLUMNS.get(i)
                + "\"; needed are "
                + columns()
                + ", separated by commas");
      }
    }
    for (int i = 1; i < text.size(); i++) {
      if (text.get(i).isBlank()) {
        continue;
      }
      List<String> cells = cells(text.get(i));
      if (cells.size() != header.size()) {
        throw wrong(
            i + 1, "there are " + cells.size() + " cells, but the header has " + header.size());
      }
      add(
          cells.get(places[0]),
          cells.get(places[1]),
          cells.get(places[2]),
          cells.get(places[3]),
          i + 1);
    }
  }

  /** A spreadsheet may put quotes around a text; no name of a layer has a comma. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split(",", -1)) {
      String text = cell.strip();
      boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
      cells.add(quoted ? text.substring(1, text.length() - 1) : text);
    }
    return cells;
  }

  private void readJson(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      boolean known = false;
      boolean filled = false;
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(1, "a JSON object with schema, unit and rows is expected");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        int line = line(parser);
        switch (field) {
          case "schema" -> known = schema(JSON.readTree(parser), line);
          case "unit" -> unit = ((JsonNode) JSON.readTree(parser)).asText();
          case "rows" -> filled = rows(parser);
          default -> parser.skipChildren();
        }
      }
      if (!known || !filled) {
        throw wrong(1, "there is no \"" + (known ? "rows" : "schema") + "\"");
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw wrong(line, "it is no whole JSON: " + e.getOriginalMessage());
    }
  }

  private boolean schema(JsonNode schema, int line) {
    if (schema.asInt(-1) != SCHEMA) {
      throw wrong(
          line,
          "the schema is "
              + schema
              + ", but this version reads "
              + SCHEMA
              + (schema.asInt(-1) > SCHEMA ? ". Maybe update Arbit?" : ""));
    }
    return true;
  }

  private boolean rows(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(line(parser), "\"rows\" must be a list");
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      int line = line(parser);
      JsonNode row = JSON.readTree(parser);
      List<String> cells =
          CostTableLayout.COLUMNS.stream()
              .map(name -> row.path(name).isNull() ? "" : row.path(name).asText())
              .toList();
      add(cells.get(0), cells.get(1), cells.get(2), cells.get(3), line);
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw wrong(line(parser), "every row must be a JSON object");
    }
    return true;
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private void add(String layer, String weightBits, String activationBits, String cost, int line) {
    CostRow.Key key =
        new CostRow.Key(
            layer,
            bits("weightBits", weightBits, line),
            bits("activationBits", activationBits, line));
    Double number = number(cost);
    if (number == null || !Double.isFinite(number) || number < 0) {
      throw wrong(
          line,
          "the cost of "
              + key
              + (cost.isEmpty() ? " is not filled in" : " is \"" + cost + "\"")
              + "; expected a number that is not negative");
    }
    Integer first = lines.putIfAbsent(key, line);
    if (first != null) {
      throw wrong(line, key + " stands there a second time; first in line " + first);
    }
    rows.add(new CostRow(key, number, line));
  }

  private int bits(String column, String text, int line) {
    Double number = number(text);
    if (number == null
        || number != Math.rint(number)
        || number < BitWidths.LEAST
        || number > BitWidths.GREATEST) {
      throw wrong(
          line, "the column " + column + " is \"" + text + "\"; expected a whole number in 1..8");
    }
    return number.intValue();
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String columns() {
    return String.join(",", CostTableLayout.COLUMNS);
  }

  /** Returns the exception for a line of this file. */
  InvalidInputException wrong(int line, String why) {
    return new InvalidInputException(
        file + ", line " + line + ": " + why + (why.endsWith("?") || why.endsWith(".") ? "" : "."));
  }
}
