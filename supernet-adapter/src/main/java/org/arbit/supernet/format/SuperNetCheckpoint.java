package org.arbit.supernet.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.NetworkReader;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * A super-network as a folder: {@code supernet.json} says what it is and where it came from, {@code
 * weights.safetensors} holds its parameters by name.
 *
 * @param recipe that trained it, such as {@code abn}
 * @param quantizer of its weights: {@code lsq}, {@code haar} or {@code cascade}
 * @param network the architecture
 * @param image shape of its input
 * @param classes number of classes
 * @param bitWidths candidates of every searchable layer
 * @param separate whether weights and activations may differ
 * @param provenance where it came from: data hash, seed, settings, versions
 * @param tensors its parameters by name
 */
public record SuperNetCheckpoint(
    String recipe,
    String quantizer,
    NetworkDescription network,
    ImageShape image,
    int classes,
    BitWidths bitWidths,
    boolean separate,
    Map<String, String> provenance,
    Map<String, Tensor> tensors) {

  /**
   * Newest version of the format that this code reads. Version 1 knows networks by name and width
   * only, and is written where these say everything.
   */
  public static final int SCHEMA = 2;

  private static final String DESCRIPTION = "supernet.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final JsonMapper JSON = new JsonMapper();

  /** Keeps the order of both maps. */
  public SuperNetCheckpoint {
    provenance = new TreeMap<>(provenance);
    tensors = new LinkedHashMap<>(tensors);
  }

  /** Returns the values of all parameters by name. */
  public Map<String, float[]> parameters() {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, tensor.values()));
    return values;
  }

  /** Writes the folder as a whole, replacing what was there. */
  public void save(Path folder) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    Object described = NetworkReader.write(network);
    json.put("schema", described instanceof String ? 1 : SCHEMA);
    json.put("recipe", recipe);
    json.put("quantizer", quantizer);
    json.set("network", JSON.valueToTree(described));
    json.put("width", network.width());
    json.putArray("input").add(image.channels()).add(image.height()).add(image.width());
    json.put("classes", classes);
    for (int bits : bitWidths.toArray()) {
      json.withArray("/bitWidths").add(bits);
    }
    json.put("separate", separate);
    ObjectNode origin = json.putObject("provenance");
    provenance.forEach(origin::put);
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    AtomicFiles.writeFolder(
        folder,
        temporary -> {
          AtomicFiles.writeString(temporary.resolve(DESCRIPTION), text);
          Safetensors.write(temporary.resolve(WEIGHTS), tensors);
        });
  }

  /**
   * Reads a folder.
   *
   * @throws InvalidInputException if something is missing, damaged, or of a newer schema
   */
  public static SuperNetCheckpoint load(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          folder
              + " is not a super-network checkpoint: it has no "
              + DESCRIPTION
              + ". Maybe it is a run folder, whose checkpoint is in supernet/?");
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new InvalidInputException(file + " is not valid JSON; it may be damaged.", e);
    }
    int schema = json.path("schema").asInt(-1);
    if (schema < 1 || schema > SCHEMA) {
      throw new InvalidInputException(
          file
              + " has schema "
              + json.path("schema")
              + ", but this version reads 1 to "
              + SCHEMA
              + (schema > SCHEMA ? ". Maybe update Arbit?" : "."));
    }
    Map<String, Tensor> tensors = Safetensors.read(folder.resolve(WEIGHTS));
    try {
      int[] bits = new int[json.path("bitWidths").size()];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = json.path("bitWidths").get(i).asInt();
      }
      JsonNode input = json.path("input");
      Map<String, String> provenance = new TreeMap<>();
      json.path("provenance")
          .properties()
          .forEach(e -> provenance.put(e.getKey(), e.getValue().asText()));
      return new SuperNetCheckpoint(
          json.path("recipe").asText(),
          json.path("quantizer").asText(),
          NetworkReader.read(
              JSON.convertValue(json.path("network"), Object.class), json.path("width").asInt()),
          new ImageShape(input.path(0).asInt(), input.path(1).asInt(), input.path(2).asInt()),
          json.path("classes").asInt(),
          BitWidths.of(bits),
          json.path("separate").asBoolean(),
          provenance,
          tensors);
    } catch (IllegalArgumentException | InvalidInputException e) {
      throw new InvalidInputException(file + " is damaged: " + e.getMessage(), e);
    }
  }
}
