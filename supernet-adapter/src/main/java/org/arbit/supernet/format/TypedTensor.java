package org.arbit.supernet.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A named array of a file, as it lies there.
 *
 * @param type of its elements
 * @param shape row-major sides
 * @param data little-endian
 */
public record TypedTensor(Type type, int[] shape, byte[] data) {

  /** What an element is; the names are those of safetensors. */
  public enum Type {
    /** A float. */
    F32(Float.BYTES),
    /** A signed byte. */
    I8(Byte.BYTES),
    /** An unsigned byte. */
    U8(Byte.BYTES);

    private final int size;

    Type(int size) {
      this.size = size;
    }

    /** Returns the bytes of an element. */
    int size() {
      return size;
    }
  }

  /** Checks that type, shape and data agree. */
  public TypedTensor {
    long length = type.size();
    for (int side : shape) {
      length *= side;
    }
    if (length != data.length) {
      throw new IllegalArgumentException(
          "A tensor of type "
              + type
              + " and shape "
              + Arrays.toString(shape)
              + " needs "
              + length
              + " bytes, but there are "
              + data.length
              + ".");
    }
  }

  /** Returns floats as a typed array. */
  public static TypedTensor floats(float[] values, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new TypedTensor(Type.F32, shape, bytes.array());
  }

  /** Returns signed bytes as a typed array. */
  public static TypedTensor signed(byte[] values, int... shape) {
    return new TypedTensor(Type.I8, shape, values.clone());
  }

  /** Returns unsigned bytes, such as packed bits, as a typed array of one side. */
  public static TypedTensor packed(byte[] values) {
    return new TypedTensor(Type.U8, new int[] {values.length}, values.clone());
  }

  /**
   * Returns the elements of an array of floats.
   *
   * @throws IllegalStateException if it is of another type
   */
  public float[] toFloats() {
    if (type != Type.F32) {
      throw new IllegalStateException("An array of type " + type + " has no floats.");
    }
    float[] values = new float[data.length / Float.BYTES];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
