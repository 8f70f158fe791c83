package org.arbit.experiments.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * What a policy belongs to. It stands in the ONNX file's metadata and, readable on its own, in
 * {@code policy.json}.
 *
 * @param environment id with version, such as {@code BitAllocation-v1}
 * @param agent name of the agent that learned it
 * @param fields what each index of the observation means
 * @param actions what each action means: {@code 4}, {@code 4/8} (weights/activations) or {@code
 *     exit}
 * @param bitWidths the candidates of the super-network
 * @param supernet fingerprint (SHA-256) of the super-network that it was trained on
 * @param tradeOff the lambda to ask it for, as chosen on validation; NaN where it has none
 * @param bitOps BitOps of one decision for one sample
 * @param versions of the programs that made it, by name; {@code arbit} is one of them
 */
public record PolicyMetadata(
    String environment,
    String agent,
    List<Field> fields,
    List<String> actions,
    BitWidths bitWidths,
    String supernet,
    double tradeOff,
    long bitOps,
    SortedMap<String, String> versions) {

  /** The version of {@code policy.json} and of the keys in the ONNX file. */
  public static final int SCHEMA = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the collections. */
  public PolicyMetadata {
    fields = List.copyOf(fields);
    actions = List.copyOf(actions);
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /**
   * One number of an observation.
   *
   * @param index its place, from 0
   * @param name {@code group.entry}, unique
   * @param unit its unit
   * @param low its least value
   * @param high its greatest value
   */
  public record Field(int index, String name, String unit, double low, double high) {}

  /** Returns the version of Arbit, or {@code unknown}. */
  public String arbitVersion() {
    return versions.getOrDefault("arbit", "unknown");
  }

  /**
   * Checks that the policy was learned on a super-network.
   *
   * @param fingerprint of the super-network
   * @throws InvalidInputException if it was learned on another one
   */
  public void requireNetwork(String fingerprint) {
    if (!supernet.equals(fingerprint)) {
      throw new InvalidInputException(
          "The policy was learned on the super-network "
              + supernet
              + ", but is to be exported with "
              + fingerprint
              + ". Maybe the super-network was trained again?");
    }
  }

  /**
   * Checks that a file tells the same environment, bit-widths, actions and fields.
   *
   * @param told the metadata of the file
   * @throws InvalidInputException if not, with the first key that differs
   */
  public void requireSame(Path file, Map<String, String> told) {
    Map<String, String> own = toOnnx();
    for (String key : List.of("environment", "bitWidths", "actions", "fields")) {
      String expected = own.get("arbit." + key);
      String found = told.get("arbit." + key);
      if (!Objects.equals(expected, found)) {
        throw new InvalidInputException(
            file
                + " was exported for "
                + key
                + " "
                + found
                + ", but those of the run are "
                + expected
                + ". Maybe the file is of another run?");
      }
    }
  }

  /** Returns the content of {@code policy.json}. */
  public String toJson() {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON.", e);
    }
  }

  /** Returns the entries of the ONNX file's metadata: texts, or JSON where they are more. */
  public Map<String, String> toOnnx() {
    Map<String, String> entries = new TreeMap<>();
    tree()
        .forEach(
            (key, value) ->
                entries.put("arbit." + key, value instanceof String text ? text : compact(value)));
    return entries;
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", SCHEMA);
    tree.put("environment", environment);
    tree.put("agent", agent);
    tree.put("bitWidths", bitWidths.toArray());
    tree.put("actions", actions);
    if (!Double.isNaN(tradeOff)) {
      tree.put("tradeOff", tradeOff);
    }
    tree.put("supernetSha256", supernet);
    tree.put("bitOpsPerDecision", bitOps);
    tree.put("versions", versions);
    tree.put("fields", fields);
    return tree;
  }

  private static String compact(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON.", e);
    }
  }
}
