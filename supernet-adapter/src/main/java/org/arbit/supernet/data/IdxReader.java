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

  private final Path file;
  private final int magic;
  private final int dimensions;
  private final String what;
  private final long memoryLimit;

  private IdxReader(Path file, int magic, String what, long memoryLimit) {
    this.file = file;
    this.magic = magic;
    // The last byte of the magic number is the number of dimensions.
    this.dimensions = magic & 0xFF;
    this.what = what;
    this.memoryLimit = memoryLimit;
  }

  /**
   * What is in a file.
   *
   * @param lengths of the dimensions: images, rows, columns; or labels
   * @param pixels holds the data
   * @param start position of the first one
   */
  record Idx(int[] lengths, Pixels pixels, long start) {}

  /**
   * Reads images; a plain file of more than {@code memoryLimit} bytes is mapped.
   *
   * @throws InvalidInputException if the file is missing or not what it should be
   */
  static Idx images(Path file, long memoryLimit) {
    return new IdxReader(file, IMAGES, "images", memoryLimit).read();
  }

  /**
   * Reads labels.
   *
   * @throws InvalidInputException if the file is missing or not what it should be
   */
  static int[] labels(Path file) {
    Idx idx = new IdxReader(file, LABELS, "labels", Long.MAX_VALUE).read();
    byte[] bytes = new byte[idx.lengths()[0]];
    idx.pixels().read(idx.start(), bytes, 0, bytes.length);
    int[] labels = new int[bytes.length];
    Arrays.setAll(labels, i -> bytes[i] & 0xFF);
    return labels;
  }

  private Idx read() {
    if (!Files.isRegularFile(file)) {
      throw refuse(" is missing or not a file; expected an IDX file of " + what + ".");
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      raw.mark(2);
      boolean packed = (raw.read() << 8 | raw.read()) == GzipStream.MAGIC;
      raw.reset();
      return packed ? packed(raw) : plain(raw);
    } catch (EOFException e) {
      throw refuse(" is truncated: its gzip data end early; expected IDX " + what + ".");
    } catch (ZipException e) {
      throw refuse(" is damaged: " + e.getMessage() + "; expected gzip of IDX " + what + ".");
    } catch (IOException e) {
      throw refuse(" cannot be read: " + e.getMessage() + ".");
    }
  }

  private Idx plain(InputStream in) throws IOException {
    int[] lengths = header(in);
    long start = headerSize();
    long found = Files.size(file) - start;
    checkCapacity(lengths, found);
    long size = product(lengths);
    if (found > size) {
      throw refuse(
          "%s, but %d more bytes follow; expected the file's end."
              .formatted(promise(lengths), found - size));
    }
    return new Idx(lengths, Pixels.of(file, memoryLimit), start);
  }

  private Idx packed(InputStream raw) throws IOException {
    try (InputStream in = new GzipStream(raw);
        PixelCollector collector = new PixelCollector(memoryLimit)) {
      int[] lengths = header(in);
      checkCapacity(lengths, Math.multiplyExact(Files.size(file), GzipStream.GREATEST_RATIO));
      long size = product(lengths);
      long found = collector.writeFrom(in, size);
      if (found < size) {
        throw refuse(promise(lengths) + ", but is truncated after " + found + ".");
      }
      if (in.read() >= 0) {
        throw refuse(promise(lengths) + ", but more bytes follow; expected the file's end.");
      }
      return new Idx(lengths, collector.finish(), 0);
    }
  }

  private int[] header(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(headerSize());
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length >= Integer.BYTES && header.getInt(0) != magic) {
      throw refuse(
          " starts with the magic number 0x%08X; expected 0x%08X (IDX %s).%s"
              .formatted(header.getInt(0), magic, what, suggestion(header.getInt(0))));
    }
    if (bytes.length < headerSize()) {
      throw refuse(
          " is truncated: it has %d bytes; the header of IDX %s alone has %d."
              .formatted(bytes.length, what, headerSize()));
    }
    int[] lengths = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      lengths[i] = header.getInt(Integer.BYTES * (i + 1));
      if (lengths[i] < 1) {
        throw refuse(
            " gives the length %d for dimension %d of %d; expected at least 1."
                .formatted(lengths[i], i + 1, dimensions));
      }
    }
    return lengths;
  }

  private int headerSize() {
    return Integer.BYTES * (dimensions + 1);
  }

  private void checkCapacity(int[] lengths, long capacity) {
    long rest = capacity;
    for (int length : lengths) {
      rest /= length;
    }
    // Dividing step by step cannot overflow, and is zero if and only if the product is greater.
    if (rest == 0) {
      throw refuse(
          promise(lengths)
              + ", but it can hold at most "
              + capacity
              + "; it is truncated or its header is damaged.");
    }
  }

  private static long product(int[] lengths) {
    return Arrays.stream(lengths).asLongStream().reduce(1, Math::multiplyExact);
  }

  private static String promise(int[] lengths) {
    return " promises %s bytes of data"
        .formatted(String.join(" x ", Arrays.stream(lengths).mapToObj(Integer::toString).toList()));
  }

  private static String suggestion(int found) {
    return found == IMAGES || found == LABELS
        ? " Maybe the files of images and labels are swapped?"
        : "";
  }

  private InvalidInputException refuse(String rest) {
    return new InvalidInputException(file + rest);
  }
}
