package org.arbit.supernet.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Reads and writes safetensors, the public format of named arrays: eight bytes of header length, a
 * JSON header with type, shape and place of every array, then the arrays, little-endian. Arbit
 * knows the types {@code F32}, {@code I8} and {@code U8}. It writes a digest of everything into the
 * metadata, by which flipped bits are found; files without one are read, too. A file cannot run
 * code, and reading one takes no more memory than a few times its size.
 */
public final class Safetensors {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LENGTH_BYTES = 8;
  private static final String METADATA = "__metadata__";

  /** The key of the digest in the metadata. Files of others have none. */
  private static final String DIGEST = "arbit.sha256";

  private Safetensors() {}

  /**
   * What is in a file.
   *
   * @param tensors by name, in their order
   * @param metadata what the file says of itself, by key
   */
  public record Contents(Map<String, TypedTensor> tensors, Map<String, String> metadata) {

    /** Keeps the order. */
    public Contents {
      tensors = new LinkedHashMap<>(tensors);
      metadata = new TreeMap<>(metadata);
    }
  }

  /** Writes arrays of floats in the given order, atomically. */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    Map<String, TypedTensor> typed = new LinkedHashMap<>();
    tensors.forEach((k, v) -> typed.put(k, TypedTensor.floats(v.values(), v.shape())));
    write(file, new Contents(typed, Map.of()));
  }

  /** Writes arrays in the given order, atomically. */
  public static void write(Path file, Contents contents) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!contents.metadata().isEmpty()) {
      ObjectNode metadata = header.putObject(METADATA);
      contents.metadata().forEach(metadata::put);
    }
    long at = 0;
    for (Map.Entry<String, TypedTensor> entry : contents.tensors().entrySet()) {
      long end = at + entry.getValue().data().length;
      ObjectNode place = header.putObject(entry.getKey());
      place.put("dtype", entry.getValue().type().name());
      ArrayNode shape = place.putArray("shape");
      for (int side : entry.getValue().shape()) {
        shape.add(side);
      }
      place.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    String digest = digest(header, contents.tensors().values());
    header.withObject("/" + METADATA).put(DIGEST, digest);
    byte[] json = JSON.writeValueAsBytes(header);
    byte[] padded = new byte[(json.length + 7) / 8 * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    AtomicFiles.write(
        file,
        out -> {
          out.write(little(LENGTH_BYTES).putLong(padded.length).array());
          out.write(padded);
          for (TypedTensor tensor : contents.tensors().values()) {
            out.write(tensor.data());
          }
        });
  }

  /**
   * Returns the SHA-256 of a header without its digest, and of the arrays.
   *
   * @param header whose digest, if any, is taken out
   */
  private static String digest(ObjectNode header, Collection<TypedTensor> tensors)
      throws JsonProcessingException {
    if (header.get(METADATA) instanceof ObjectNode metadata) {
      metadata.remove(DIGEST);
      if (metadata.isEmpty()) {
        header.remove(METADATA);
      }
    }
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putBytes(JSON.writeValueAsBytes(header));
    tensors.forEach(tensor -> hasher.putBytes(tensor.data()));
    return hasher.hash().toString();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads all arrays of a file, in the order of its header, all of which must be floats.
   *
   * @throws InvalidInputException if the file is missing, truncated, or not what Arbit writes
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    Map<String, Tensor> floats = new LinkedHashMap<>();
    for (Map.Entry<String, TypedTensor> entry : readTyped(file).tensors().entrySet()) {
      TypedTensor typed = entry.getValue();
      if (typed.type() != TypedTensor.Type.F32) {
        throw corrupt(
            file,
            "array " + entry.getKey() + " has type " + typed.type() + ", and F32 is expected");
      }
      floats.put(entry.getKey(), new Tensor(typed.shape(), typed.toFloats()));
    }
    return floats;
  }

  /**
   * Reads everything in a file.
   *
   * @throws InvalidInputException if the file is missing, truncated, or not what Arbit writes
   */
  public static Contents readTyped(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " does not exist; expected a safetensors file.", e);
    }
    if (bytes.length < LENGTH_BYTES) {
      throw corrupt(file, "it has only " + bytes.length + " bytes");
    }
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = all.getLong(0);
    if (headerLength < 2 || headerLength > bytes.length - LENGTH_BYTES) {
      throw corrupt(
          file, "its header claims " + headerLength + " bytes of a file of " + bytes.length);
    }
    String text = new String(bytes, LENGTH_BYTES, (int) headerLength, StandardCharsets.UTF_8);
    JsonNode header;
    try {
      header = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw corrupt(file, "its header is not JSON");
    }
    if (header == null || !header.isObject()) {
      throw corrupt(file, "its header is not a JSON object");
    }
    int dataStart = LENGTH_BYTES + (int) headerLength;
    long expected = 0;
    Map<String, TypedTensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        TypedTensor tensor =
            tensor(file, entry.getKey(), entry.getValue(), all, dataStart, expected);
        expected += tensor.data().length;
        tensors.put(entry.getKey(), tensor);
      }
    }
    if (expected != bytes.length - dataStart) {
      throw corrupt(
          file,
          "its arrays take "
              + expected
              + " bytes, but "
              + (bytes.length - dataStart)
              + " follow the header");
    }
    String digest = metadata.remove(DIGEST);
    if (digest != null && !digest.equals(digest((ObjectNode) header, tensors.values()))) {
      throw new InvalidInputException(
          file
              + " is damaged: its content is not what its "
              + DIGEST
              + " says. Maybe copy it again; or take that key out of its metadata if it was changed on"
              + " purpose?");
    }
    return new Contents(tensors, metadata);
  }

  private static TypedTensor.Type type(Path file, String name, String dtype) {
    for (TypedTensor.Type type : TypedTensor.Type.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw corrupt(file, "array " + name + " has type " + dtype + ", and F32, I8 or U8 is expected");
  }

  private static TypedTensor tensor(
      Path file, String name, JsonNode place, ByteBuffer all, int dataStart, long expected) {
    TypedTensor.Type type = type(file, name, place.path("dtype").asText());
    JsonNode sides = place.path("shape");
    int[] shape = new int[Math.min(sides.size(), 16)];
    long length = 1;
    for (int i = 0; i < shape.length; i++) {
      long side = sides.get(i).asLong(-1);
      if (side < 0 || side > all.capacity() || length * side > all.capacity()) {
        throw corrupt(file, "array " + name + " has the impossible shape " + sides);
      }
      shape[i] = (int) side;
      length *= side;
    }
    long begin = place.path("data_offsets").path(0).asLong(-1);
    long end = place.path("data_offsets").path(1).asLong(-1);
    if (!sides.isArray()
        || sides.size() > 16
        || begin != expected
        || end != begin + type.size() * length
        || end > all.capacity() - dataStart) {
      throw corrupt(
          file, "array " + name + " of shape " + sides + " lies at " + place.path("data_offsets"));
    }
    byte[] data = new byte[(int) (end - begin)];
    all.get(dataStart + (int) begin, data);
    return new TypedTensor(type, shape, data);
  }

  private static InvalidInputException corrupt(Path file, String why) {
    return new InvalidInputException(
        file + " is not a whole safetensors file: " + why + ". Maybe it was cut off in copying?");
  }
}
