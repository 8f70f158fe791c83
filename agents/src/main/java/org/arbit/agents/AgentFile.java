package org.arbit.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * A saved agent: one safetensors file (eight bytes of header length, a JSON header, then all
 * arrays, little-endian), readable from Python. Beside the arrays of its {@link AgentState} the
 * header's {@code __metadata__} has {@code format} ({@code arbit-agent}), {@code version}, {@code
 * agent}, {@code hyperParameters} and {@code env} (JSON), {@code fields}, {@code actions}, and the
 * {@code sha256} of the arrays. Reading one never runs code.
 *
 * @param agent name of its provider
 * @param hyperParameters by name
 * @param env id of the environment it was made for
 * @param fields of an observation
 * @param actions number of them
 * @param state everything it has learnt
 */
public record AgentFile(
    String agent,
    Map<String, Object> hyperParameters,
    String env,
    int fields,
    int actions,
    AgentState state) {

  private static final String FORMAT = "arbit-agent";
  private static final int VERSION = 1;
  private static final int LENGTH_BYTES = 8;
  private static final JsonMapper JSON = new JsonMapper();

  /** Returns what there is to save of an agent. */
  public static AgentFile of(
      String provider, HyperParameters values, AgentContext context, LearningAgent agent) {
    return new AgentFile(
        provider,
        values.values(),
        context.env().id(),
        context.fields(),
        context.choices(),
        agent.state());
  }

  /**
   * Checks that the agent can go on in an environment.
   *
   * @throws InvalidInputException if the spaces differ
   */
  public void checkFits(AgentContext context) {
    if (fields != context.fields() || actions != context.choices()) {
      throw new InvalidInputException(
          "The saved agent \""
              + agent
              + "\" was made for "
              + env
              + " with "
              + fields
              + " observed fields and "
              + actions
              + " actions, but "
              + context.env().id()
              + " has "
              + context.fields()
              + " and "
              + context.choices()
              + ". Maybe it was trained with other bit-widths?");
    }
  }

  /** Writes the file atomically. */
  public void write(Path file) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject("__metadata__");
    int size = 0;
    for (String name : state.names()) {
      size += SavedArray.place(state.array(name), size, header.putObject(name));
    }
    ByteBuffer data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (String name : state.names()) {
      SavedArray.write(state.array(name), data);
    }
    metadata.put("format", FORMAT);
    metadata.put("version", Integer.toString(VERSION));
    metadata.put("agent", agent);
    metadata.put("hyperParameters", JSON.writeValueAsString(hyperParameters));
    metadata.put("env", env);
    metadata.put("fields", Integer.toString(fields));
    metadata.put("actions", Integer.toString(actions));
    metadata.put("sha256", sha256(data.array(), 0, size));
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(
        file,
        out -> {
          ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          out.write(length.putLong(json.length).array());
          out.write(json);
          out.write(data.array());
        });
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is missing, truncated, corrupt, of a newer version, or no
   *     saved agent
   */
  public static AgentFile read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " does not exist; expected a saved agent.", e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < LENGTH_BYTES ? -1 : buffer.getLong(0);
    if (length < 2 || length > bytes.length - LENGTH_BYTES) {
      throw broken(file, "it has " + bytes.length + " bytes and is truncated or something else");
    }
    int start = LENGTH_BYTES + (int) length;
    JsonNode header =
        header(file, new String(bytes, LENGTH_BYTES, (int) length, StandardCharsets.UTF_8));
    JsonNode metadata = header.path("__metadata__");
    checkFormat(file, metadata);
    if (!metadata.path("sha256").asText().equals(sha256(bytes, start, bytes.length - start))) {
      throw broken(file, "its arrays are truncated or corrupt (the checksum differs)");
    }
    AgentState state = InvalidInputException.naming(file, () -> state(buffer, start, header));
    return new AgentFile(
        metadata.path("agent").asText(),
        values(file, metadata.path("hyperParameters").asText()),
        metadata.path("env").asText(),
        metadata.path("fields").asInt(),
        metadata.path("actions").asInt(),
        state);
  }

  private static AgentState state(ByteBuffer buffer, int start, JsonNode header) {
    AgentState state = new AgentState();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        SavedArray.read(buffer, start, entry.getValue(), entry.getKey(), state);
      }
    }
    return state;
  }

  private static void checkFormat(Path file, JsonNode metadata) {
    if (!metadata.path("format").asText().equals(FORMAT)) {
      throw broken(
          file,
          "it is no saved agent (its format is \"" + metadata.path("format").asText() + "\")");
    }
    int version = metadata.path("version").asInt(-1);
    if (version != VERSION) {
      throw broken(
          file,
          "its version is "
              + metadata.path("version").asText()
              + ", but this program reads "
              + VERSION
              + (version > VERSION ? ". Maybe update the program?" : ""));
    }
  }

  private static JsonNode header(Path file, String text) {
    try {
      JsonNode header = JSON.readTree(text);
      if (header.isObject()) {
        return header;
      }
    } catch (JsonProcessingException e) {
      throw broken(file, "its header is no JSON");
    }
    throw broken(file, "its header is no JSON object");
  }

  private static Map<String, Object> values(Path file, String text) {
    Map<String, Object> values = new LinkedHashMap<>();
    header(file, text)
        .properties()
        .forEach(e -> values.put(e.getKey(), JSON.convertValue(e.getValue(), Object.class)));
    return values;
  }

  private static InvalidInputException broken(Path file, String why) {
    return new InvalidInputException(file + " cannot be read as an agent: " + why + ".");
  }

  private static String sha256(byte[] bytes, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, offset, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
