package org.arbit.supernet.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Reads IDX files, the format of MNIST and its kin, plain or gzip-compressed: a big-endian magic
 * number, one 32-bit length per dimension, then unsigned bytes. A header is believed only as far as
 * the file's real length can bear it, so a broken one costs neither time nor memory.
 */
final class IdxReader {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  /** The greatest length of an array that every virtual machine can allocate. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private IdxReader() {}

  /**
   * The bytes of a file.
   *
   * @param lengths of the dimensions: images, rows, columns; or labels
   * @param bytes row by row
   */
  record Idx(int[] lengths, byte[] bytes) {}

  /**
   * Reads images.
   *
   * @throws InvalidInputException if the file is missing or not what it should be
   */
  static Idx images(Path file) {
    return read(file, IMAGES, 3, "images");
  }

  /**
   * Reads labels.
   *
   * @throws InvalidInputException if the file is missing or not what it should be
   */
  static Idx labels(Path file) {
    return read(file, LABELS, 1, "labels");
  }

  private static Idx read(Path file, int magic, int dimensions, String what) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is missing or not a file; expected an IDX file of " + what + ".");
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long capacity = Files.size(file);
      raw.mark(2);
      boolean packed = (raw.read() << 8 | raw.read()) == GzipStream.MAGIC;
      raw.reset();
      if (!packed) {
        return content(file, raw, capacity, magic, dimensions, what);
      }
      try (InputStream unpacked = new GzipStream(raw)) {
        long most = Math.multiplyExact(capacity, GzipStream.GREATEST_RATIO);
        return content(file, unpacked, most, magic, dimensions, what);
      }
    } catch (EOFException e) {
      throw new InvalidInputException(
          file + " is truncated: its gzip data end early; expected IDX " + what + ".", e);
    } catch (ZipException e) {
      throw new InvalidInputException(
          file + " is damaged: " + e.getMessage() + "; expected a gzip file of IDX " + what + ".",
          e);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static Idx content(
      Path file, InputStream in, long capacity, int magic, int dimensions, String what)
      throws IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(4 * (dimensions + 1)));
    if (header.remaining() >= 4 && header.getInt(0) != magic) {
      throw new InvalidInputException(
          "%s starts with the magic number 0x%08X; expected 0x%08X (IDX %s).%s"
              .formatted(file, header.getInt(0), magic, what, otherKind(header.getInt(0))));
    }
    if (header.remaining() < 4 * (dimensions + 1)) {
      throw new InvalidInputException(
          "%s is truncated: it has %d bytes; an IDX header of %s has %d."
              .formatted(file, header.remaining(), what, 4 * (dimensions + 1)));
    }
    header.getInt();
    int[] lengths = new int[dimensions];
    long size = 1;
    for (int i = 0; i < dimensions; i++) {
      lengths[i] = header.getInt();
      if (lengths[i] < 1) {
        throw new InvalidInputException(
            "%s gives the length %d for dimension %d of %d; expected at least 1."
                .formatted(file, lengths[i], i + 1, dimensions));
      }
      size = size > LONGEST_ARRAY ? size : size * lengths[i];
    }
    return new Idx(lengths, body(file, in, capacity, lengths, size));
  }

  private static byte[] body(Path file, InputStream in, long capacity, int[] lengths, long size)
      throws IOException {
    String claim = "%s promises %s bytes of data".formatted(file, product(lengths));
    if (size > capacity) {
      throw new InvalidInputException(
          claim + ", more than the file can hold; it is truncated or its header is damaged.");
    }
    if (size > LONGEST_ARRAY) {
      throw new InvalidInputException(
          claim + "; at most " + LONGEST_ARRAY + " can be read. Maybe split it?");
    }
    byte[] bytes = readGrowing(in, (int) size);
    if (bytes.length < size) {
      throw new InvalidInputException(claim + ", but is truncated after " + bytes.length + ".");
    }
    if (in.read() >= 0) {
      throw new InvalidInputException(claim + ", but more bytes follow; expected the file's end.");
    }
    return bytes;
  }

  /** Reads up to {@code size} bytes into an array that only grows as they really come. */
  private static byte[] readGrowing(InputStream in, int size) throws IOException {
    byte[] bytes = new byte[Math.min(size, 1 << 20)];
    int filled = 0;
    while (true) {
      int count = in.readNBytes(bytes, filled, bytes.length - filled);
      filled += count;
      if (filled < bytes.length || filled == size) {
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * bytes.length));
    }
  }

  private static String product(int[] lengths) {
    return String.join(" x ", Arrays.stream(lengths).mapToObj(Integer::toString).toList());
  }

  private static String otherKind(int magic) {
    return switch (magic) {
      case IMAGES -> " Maybe the files of images and labels are swapped?";
      case LABELS -> " Maybe the files of images and labels are swapped?";
      default -> "";
    };
  }
}
