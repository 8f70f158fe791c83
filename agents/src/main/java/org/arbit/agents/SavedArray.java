package org.arbit.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import org.arbit.supernet.spi.InvalidInputException;

/** One array of an {@link AgentState} in a safetensors file. */
final class SavedArray {

  private SavedArray() {}

  /** Describes an array that begins at {@code offset}; returns its size in bytes. */
  static int place(Object array, int offset, ObjectNode into) {
    int count = java.lang.reflect.Array.getLength(array);
    String type = type(array);
    int size = count * width(type);
    into.put("dtype", type);
    into.putArray("shape").add(count);
    into.putArray("data_offsets").add(offset).add(offset + size);
    return size;
  }

  /** Appends an array. */
  static void write(Object array, ByteBuffer data) {
    if (array instanceof float[] values) {
      for (float v : values) {
        data.putFloat(v);
      }
    } else if (array instanceof double[] values) {
      for (double v : values) {
        data.putDouble(v);
      }
    } else if (array instanceof long[] values) {
      for (long v : values) {
        data.putLong(v);
      }
    } else {
      data.put((byte[]) array);
    }
  }

  /**
   * Reads an array into a state.
   *
   * @param start where the arrays begin
   * @throws InvalidInputException if its place is not in the file
   */
  static void read(ByteBuffer file, int start, JsonNode place, String name, AgentState into) {
    String type = place.path("dtype").asText();
    long from = place.path("data_offsets").path(0).asLong(-1);
    long to = place.path("data_offsets").path(1).asLong(-1);
    if (width(type) == 0
        || from < 0
        || to < from
        || to > file.capacity() - start
        || (to - from) % width(type) != 0) {
      throw new InvalidInputException(
          "The entry "
              + name
              + " of the saved agent has type "
              + type
              + " at "
              + from
              + ".."
              + to
              + ", which does not fit the file.");
    }
    int count = (int) ((to - from) / width(type));
    ByteBuffer data = file.duplicate().order(file.order()).position(start + (int) from);
    switch (type) {
      case "F32" -> {
        float[] values = new float[count];
        data.asFloatBuffer().get(values);
        into.put(name, values);
      }
      case "F64" -> {
        double[] values = new double[count];
        data.asDoubleBuffer().get(values);
        into.put(name, values);
      }
      case "I64" -> {
        long[] values = new long[count];
        data.asLongBuffer().get(values);
        into.put(name, values);
      }
      default -> {
        byte[] values = new byte[count];
        data.get(values);
        into.put(name, values);
      }
    }
  }

  private static String type(Object array) {
    if (array instanceof float[]) {
      return "F32";
    }
    if (array instanceof double[]) {
      return "F64";
    }
    return array instanceof long[] ? "I64" : "U8";
  }

  private static int width(String type) {
    return switch (type) {
      case "F32" -> 4;
      case "F64", "I64" -> 8;
      case "U8" -> 1;
      default -> 0;
    };
  }
}
