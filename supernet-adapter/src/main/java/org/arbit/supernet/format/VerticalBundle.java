package org.arbit.supernet.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.quant.VerticalLayers;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * A network of vertical layers (arXiv 2212.05326) as a folder: {@code base-2.safetensors} holds all
 * weights at the least precision, {@code enhancement-4.safetensors} what takes them from the one
 * below to 4 bits. A device that has fetched the first files runs at their precisions, and gets the
 * master back bit for bit when it has fetched all. {@code vertical.json} says what belongs
 * together.
 *
 * @param network name of the architecture
 * @param fingerprint SHA-256 of the super-network's parameters
 * @param bitWidths the precisions, the greatest being that of the masters
 * @param masters one integer tensor per layer
 * @param parameters for every precision, the arrays that are needed beside the codes to run at it;
 *     those of the base include what all precisions need
 */
public record VerticalBundle(
    String network,
    String fingerprint,
    BitWidths bitWidths,
    List<Master> masters,
    List<Map<String, TypedTensor>> parameters) {

  /** Version of the format that this code writes; newer ones are refused. */
  public static final int SCHEMA = 1;

  private static final String DESCRIPTION = "vertical.json";
  private static final String CODES = ".codes";
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the lists. */
  public VerticalBundle {
    masters = List.copyOf(masters);
    parameters = List.copyOf(parameters);
    if (parameters.size() != bitWidths.size()) {
      throw new IllegalArgumentException(
          "There are parameters for "
              + parameters.size()
              + " precisions, but "
              + bitWidths.size()
              + " precisions.");
    }
  }

  /**
   * The weights of a layer.
   *
   * @param name of the layer
   * @param shape of its weights, row-major
   * @param codes at the greatest precision
   */
  public record Master(String name, int[] shape, byte[] codes) {

    /** Checks that shape and codes agree. */
    public Master {
      int weights = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      if (weights != codes.length) {
        throw new IllegalArgumentException(
            "The layer " + name + " has " + codes.length + " codes for " + weights + " weights.");
      }
    }
  }

  /** Returns the name of the file that brings a precision, by index. */
  private static String file(BitWidths bitWidths, int index) {
    return (index == 0 ? "base-" : "enhancement-") + bitWidths.at(index) + ".safetensors";
  }

  /** Writes the folder as a whole, replacing what was there. */
  public void write(Path folder) throws IOException {
    List<byte[][]> stacks =
        masters.stream().map(m -> VerticalLayers.split(m.codes(), bitWidths)).toList();
    AtomicFiles.writeFolder(
        folder,
        temporary -> {
          ObjectNode json = description();
          for (int i = 0; i < bitWidths.size(); i++) {
            Map<String, TypedTensor> tensors = new LinkedHashMap<>();
            for (int l = 0; l < masters.size(); l++) {
              tensors.put(masters.get(l).name() + CODES, TypedTensor.packed(stacks.get(l)[i]));
            }
            tensors.putAll(parameters.get(i));
            Path file = temporary.resolve(file(bitWidths, i));
            Safetensors.write(file, new Safetensors.Contents(tensors, Map.of()));
            json.withArray("/files")
                .addObject()
                .put("file", file(bitWidths, i))
                .put("bits", bitWidths.at(i))
                .put("bitsPerWeight", VerticalLayers.bits(bitWidths, i))
                .put("bytes", Files.size(file))
                .put("sha256", sha256(file));
          }
          AtomicFiles.writeString(
              temporary.resolve(DESCRIPTION),
              JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        });
  }

  private ObjectNode description() {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("kind", "vertical-layers");
    json.put("network", network);
    json.put("supernetSha256", fingerprint);
    for (int bits : bitWidths.toArray()) {
      json.withArray("/bitWidths").add(bits);
    }
    for (Master master : masters) {
      ObjectNode layer = json.withArray("/layers").addObject().put("name", master.name());
      for (int side : master.shape()) {
        layer.withArray("/shape").add(side);
      }
    }
    return json;
  }

  /**
   * Puts the files together up to a precision; those of higher ones need not be there.
   *
   * @param bits one of the bundle's precisions
   * @return the bundle as far as that precision, its masters being the codes there
   * @throws InvalidInputException if something is missing, damaged, or of a newer schema
   */
  public static VerticalBundle read(Path folder, int bits) throws IOException {
    JsonNode json = readDescription(folder.resolve(DESCRIPTION));
    try {
      int[] all = new int[json.path("bitWidths").size()];
      Arrays.setAll(all, i -> json.path("bitWidths").path(i).asInt());
      BitWidths known = BitWidths.of(all);
      if (!known.contains(bits)) {
        throw new InvalidInputException(
            folder + " has no layers for " + bits + " bits; it has " + known + ".");
      }
      BitWidths wanted = BitWidths.of(Arrays.copyOf(known.toArray(), known.indexOf(bits) + 1));
      List<Map<String, TypedTensor>> files = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        String expected = json.path("files").path(i).path("sha256").asText();
        files.add(readFile(folder, file(known, i), expected));
      }
      List<Master> masters = new ArrayList<>();
      for (JsonNode layer : json.path("layers")) {
        masters.add(join(layer, wanted, files));
      }
      return new VerticalBundle(
          json.path("network").asText(),
          json.path("supernetSha256").asText(),
          wanted,
          masters,
          files);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidInputException(folder + " is damaged: " + e.getMessage(), e);
    }
  }

  private static JsonNode readDescription(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " does not exist; expected the description of vertical layers.");
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new InvalidInputException(file + " is not valid JSON; it may be damaged.", e);
    }
    int schema = json.path("schema").asInt(-1);
    if (schema != SCHEMA) {
      throw new InvalidInputException(
          file
              + " has schema "
              + json.path("schema")
              + ", but this version reads "
              + SCHEMA
              + (schema > SCHEMA ? ". Maybe update Arbit?" : "."));
    }
    return json;
  }

  private static Map<String, TypedTensor> readFile(Path folder, String name, String expected)
      throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " does not exist; it is needed for this precision. Maybe fetch it, too?");
    }
    if (!sha256(file).equals(expected)) {
      throw new InvalidInputException(
          file
              + " is not the file that "
              + DESCRIPTION
              + " tells of: its SHA-256 differs. Maybe it was cut off in copying?");
    }
    return new LinkedHashMap<>(Safetensors.readTyped(file).tensors());
  }

  /**
   * Puts a layer together and takes its codes out of the files, which then hold parameters only.
   */
  private static Master join(
      JsonNode layer, BitWidths bitWidths, List<Map<String, TypedTensor>> files) {
    String name = layer.path("name").asText();
    int[] shape = new int[layer.path("shape").size()];
    Arrays.setAll(shape, i -> layer.path("shape").path(i).asInt());
    byte[][] stack = new byte[files.size()][];
    for (int i = 0; i < stack.length; i++) {
      TypedTensor packed = files.get(i).remove(name + CODES);
      if (packed == null) {
        throw new IllegalArgumentException(
            file(bitWidths, i) + " has no codes of the layer " + name + ".");
      }
      stack[i] = packed.data();
    }
    int weights = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return new Master(name, shape, VerticalLayers.join(stack, bitWidths, weights));
  }

  private static String sha256(Path file) throws IOException {
    return Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString();
  }
}
