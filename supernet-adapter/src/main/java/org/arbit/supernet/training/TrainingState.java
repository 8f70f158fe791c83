package org.arbit.supernet.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.format.Safetensors;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * All that decides how a training goes on after a step, so that it ends with the same bits as one
 * that was never stopped. Random choices are drawn from the seed and the number of the step, so
 * that the number is all that there is to remember of them.
 *
 * <p>As a folder it holds {@code training.json}, {@code training.safetensors}, and in {@code
 * supernet} the network as it would be evaluated, which other commands can use.
 *
 * @param step number of steps that are done
 * @param settings of the training, as a text; another training cannot go on from here
 * @param data hash of the training's images
 * @param numbers by name: running losses of the recipe and the like
 * @param tensors by name: parameters, the optimiser's memory, averages
 * @param network as it would be evaluated after this step, with statistics as they are
 */
public record TrainingState(
    int step,
    String settings,
    String data,
    Map<String, double[]> numbers,
    Map<String, Tensor> tensors,
    SuperNetCheckpoint network) {

  /** Version of the format that this code writes; others are refused. */
  static final int SCHEMA = 1;

  private static final String DESCRIPTION = "training.json";
  private static final String TENSORS = "training.safetensors";
  private static final String NETWORK = "supernet";
  private static final JsonMapper JSON = new JsonMapper();

  /** Keeps the order of both maps. */
  public TrainingState {
    numbers = new TreeMap<>(numbers);
    tensors = new LinkedHashMap<>(tensors);
  }

  /** Writes the folder as a whole, replacing what was there. */
  public void save(Path folder) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("step", step);
    json.put("settings", settings);
    json.put("dataSha256", data);
    ObjectNode values = json.putObject("numbers");
    numbers.forEach(
        (name, array) -> {
          ArrayNode list = values.putArray(name);
          for (double value : array) {
            list.add(value);
          }
        });
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    AtomicFiles.writeFolder(
        folder,
        temporary -> {
          AtomicFiles.writeString(temporary.resolve(DESCRIPTION), text);
          Safetensors.write(temporary.resolve(TENSORS), tensors);
          network.save(temporary.resolve(NETWORK));
        });
  }

  /**
   * Reads a folder.
   *
   * @throws InvalidInputException if something is missing, damaged, or of another schema
   */
  public static TrainingState load(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          folder + " is no state of a training: it has no " + DESCRIPTION + ".");
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new InvalidInputException(file + " is not valid JSON; it may be damaged.", e);
    }
    if (json.path("schema").asInt(-1) != SCHEMA) {
      throw new InvalidInputException(
          file
              + " has schema "
              + json.path("schema")
              + ", but this version reads "
              + SCHEMA
              + ". Maybe go on with the version of Arbit that wrote it?");
    }
    Map<String, double[]> numbers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path("numbers").properties()) {
      double[] values = new double[entry.getValue().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = entry.getValue().get(i).asDouble();
      }
      numbers.put(entry.getKey(), values);
    }
    return new TrainingState(
        json.path("step").asInt(),
        json.path("settings").asText(),
        json.path("dataSha256").asText(),
        numbers,
        Safetensors.read(folder.resolve(TENSORS)),
        SuperNetCheckpoint.load(folder.resolve(NETWORK)));
  }

  /**
   * Returns the values of a tensor.
   *
   * @throws InvalidInputException if there is none of that name and length
   */
  float[] values(String name, int length) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.values().length != length) {
      throw new InvalidInputException(
          "The state of the training should have the array "
              + name
              + " of "
              + length
              + " numbers, but it has "
              + (tensor == null ? "none" : tensor.values().length)
              + ".");
    }
    return tensor.values();
  }

  /** Returns the numbers whose names start with a prefix, without it. */
  Map<String, double[]> numbers(String prefix) {
    Map<String, double[]> found = new TreeMap<>();
    numbers.forEach(
        (name, values) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), values);
          }
        });
    return found;
  }
}
