package org.arbit.experiments.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Allocations as people write them: {@code 8,2,4}, or {@code 8/4,2/2,4/8} for weights/activations,
 * or the name of a JSON file. Such a file is what the formats {@code json} and {@code haq} write:
 * an object with {@code layers}, each with {@code weightBits} and {@code activationBits}, or a list
 * with a bit-width or a pair of them for each layer. What it means is known once {@link #on} tells
 * the network. Immutable.
 */
public final class AllocationText {

  private static final int SCHEMA = 1;

  /** In place of the activation bits of the layer that reads the image. */
  private static final int IMAGE = -1;

  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final int[][] pairs;
  private final boolean everyConvolution;
  private final boolean fromFile;

  /**
   * Creates what was read.
   *
   * @param name of the file or the text itself, for messages
   * @param pairs of weight and activation bits
   * @param everyConvolution whether stem, projections and classifier are listed, too, as HAQ does
   * @param fromFile whether the name is that of a file
   */
  private AllocationText(String name, int[][] pairs, boolean everyConvolution, boolean fromFile) {
    this.name = name;
    this.pairs = pairs;
    this.everyConvolution = everyConvolution;
    this.fromFile = fromFile;
  }

  /**
   * Reads a text, or the file that it names.
   *
   * @throws InvalidInputException if it tells no allocation
   */
  public static AllocationText parse(String text) throws IOException {
    if (text.toLowerCase(Locale.ROOT).endsWith(".json")) {
      return file(Path.of(text));
    }
    String[] parts = text.split(",", -1);
    int[][] pairs = new int[parts.length][];
    for (int l = 0; l < parts.length; l++) {
      String[] pair = parts[l].strip().split("/", -1);
      if (pair.length > 2) {
        throw unreadable(text, parts[l]);
      }
      pairs[l] = new int[] {bits(text, pair[0]), bits(text, pair[pair.length - 1])};
    }
    return new AllocationText(text, pairs, false, false);
  }

  private static int bits(String text, String part) {
    try {
      return Integer.parseInt(part.strip());
    } catch (NumberFormatException e) {
      throw unreadable(text, part);
    }
  }

  private static InvalidInputException unreadable(String text, String part) {
    return new InvalidInputException(
        "\""
            + part.strip()
            + "\" in the allocation \""
            + text
            + "\" is no bit-width; expected whole numbers such as 8,2,4, pairs such as 8/4,2/2, or"
            + " a .json file.");
  }

  private static AllocationText file(Path file) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " does not exist; expected an allocation.", e);
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new InvalidInputException(file + " is not valid JSON; it may be damaged.", e);
    }
    int schema = json.path("schema").asInt(SCHEMA);
    if (schema != SCHEMA) {
      throw new InvalidInputException(
          file
              + " has schema "
              + json.path("schema")
              + ", but this version reads "
              + SCHEMA
              + (schema > SCHEMA ? ". Maybe update Arbit?" : "."));
    }
    JsonNode layers = json.isArray() ? json : json.path("layers");
    if (!layers.isArray() || layers.isEmpty()) {
      throw new InvalidInputException(
          file + " holds no allocation; expected a list of bit-widths, or an object with layers.");
    }
    int[][] pairs =
        StreamSupport.stream(layers.spliterator(), false)
            .map(layer -> pair(file, layer))
            .toArray(int[][]::new);
    // HAQ lists the layers of fixed bits, too; the first one, which reads the image, shows it.
    boolean everyConvolution = pairs.length > 2 && pairs[0][1] == IMAGE;
    return new AllocationText(file.toString(), pairs, everyConvolution, true);
  }

  /**
   * Returns the allocation on a network.
   *
   * @throws InvalidInputException if the network cannot run at it
   */
  public Allocation on(FrozenNetwork network) {
    Allocation allocation = of(everyConvolution ? searchable(network) : pairs);
    try {
      requireFit(allocation, network);
    } catch (InvalidInputException e) {
      throw fromFile ? new InvalidInputException(name + ": " + e.getMessage(), e) : e;
    }
    return allocation;
  }

  /** Returns the pairs of the searchable layers out of a list of all convolutions. */
  private int[][] searchable(FrozenNetwork network) {
    int layers = network.spec().layers();
    long projections =
        IntStream.range(0, layers).filter(l -> network.projection(l).isPresent()).count();
    if (pairs.length != layers + projections + 2) {
      throw new InvalidInputException(
          name
              + " lists "
              + pairs.length
              + " layers, but "
              + network.spec().name()
              + " has "
              + (layers + projections + 2)
              + ": "
              + layers
              + " searchable ones, "
              + projections
              + " projections, stem and classifier. Maybe it is of another network?");
    }
    requireFixed("stem", pairs[0][0]);
    requireFixed("classifier", pairs[pairs.length - 1][0]);
    requireFixed("classifier", pairs[pairs.length - 1][1]);
    int[][] searchable = new int[layers][];
    int next = 1;
    for (int l = 0; l < layers; l++) {
      searchable[l] = pairs[next++];
      if (network.projection(l).isPresent()) {
        requireShared(network.spec().layer(l).name(), searchable[l], pairs[next++]);
      }
    }
    return searchable;
  }

  private void requireFixed(String layer, int bits) {
    if (bits != NetworkSpec.FIXED_BITS) {
      throw new InvalidInputException(
          name
              + " gives the "
              + layer
              + " "
              + bits
              + " bits, but these are fixed. Maybe "
              + NetworkSpec.FIXED_BITS
              + "?");
    }
  }

  private void requireShared(String layer, int[] bits, int[] beside) {
    if (!Arrays.equals(bits, beside)) {
      throw new InvalidInputException(
          name
              + " gives the layer "
              + layer
              + " "
              + Arrays.toString(bits)
              + " bits and the projection that reads the same tensor "
              + Arrays.toString(beside)
              + ", but the two share their bit-widths. Maybe "
              + Arrays.toString(bits)
              + " for both?");
    }
  }

  private static int[] pair(Path file, JsonNode layer) {
    JsonNode weights = layer;
    JsonNode activations = layer;
    if (layer.isArray() && layer.size() == 2) {
      weights = layer.get(0);
      activations = layer.get(1);
    } else if (layer.isObject()) {
      weights = layer.path("weightBits");
      activations = layer.path("activationBits");
    }
    if (!weights.isInt() || !activations.isInt()) {
      throw new InvalidInputException(
          file
              + " has a layer "
              + layer
              + "; expected a bit-width, a pair, or weightBits and activationBits.");
    }
    return new int[] {weights.intValue(), activations.intValue()};
  }

  private static Allocation of(int[][] pairs) {
    int[] weights = new int[pairs.length];
    int[] activations = new int[pairs.length];
    for (int l = 0; l < pairs.length; l++) {
      weights[l] = pairs[l][0];
      activations[l] = pairs[l][1];
    }
    return Allocation.separate(weights, activations);
  }

  /**
   * Checks that a network can run at an allocation.
   *
   * @throws InvalidInputException if it cannot, with the layer and the nearest candidate
   */
  public static void requireFit(Allocation allocation, SuperNetwork network) {
    if (allocation.layers() != network.spec().layers()) {
      throw new InvalidInputException(
          "The allocation "
              + allocation
              + " is for "
              + allocation.layers()
              + " layers, but the network has "
              + network.spec().layers()
              + " searchable layers.");
    }
    for (int l = 0; l < allocation.layers(); l++) {
      String layer = network.spec().layer(l).name();
      if (allocation.weightBits(l) == 0 && allocation.activationBits(l) == 0) {
        throw new InvalidInputException(
            "The allocation "
                + allocation
                + " leaves the network before layer "
                + layer
                + ", but only passes through all layers can be given. Maybe give bits for every"
                + " layer?");
      }
      int weights = allocation.weightBits(l);
      int activations = allocation.activationBits(l);
      for (int bits : new int[] {weights, activations}) {
        if (!network.bitWidths().contains(bits)) {
          throw new InvalidInputException(
              "The allocation "
                  + allocation
                  + " asks for "
                  + bits
                  + " bits at layer "
                  + layer
                  + ", but the candidates are "
                  + network.bitWidths()
                  + ". Maybe "
                  + nearest(network.bitWidths().toArray(), bits)
                  + "?");
        }
      }
      if (weights != activations && !network.separate()) {
        throw new InvalidInputException(
            "The allocation "
                + allocation
                + " asks for "
                + weights
                + " weight and "
                + activations
                + " activation bits at layer "
                + layer
                + ", but in this network the two are the same.");
      }
    }
  }

  private static int nearest(int[] candidates, int wanted) {
    int best = candidates[0];
    for (int candidate : candidates) {
      best = Math.abs(candidate - wanted) <= Math.abs(best - wanted) ? candidate : best;
    }
    return best;
  }
}
