package org.arbit.supernet.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * A NumPy {@code .npz} file: a zip archive of arrays. Sizes in headers are believed only as far as
 * the archive's real length can bear them, and checksums are compared, which the JDK leaves out.
 */
final class NpzArchive implements AutoCloseable {

  private static final Pattern WHOLE_NUMBERS = Pattern.compile("[|<>=]?[iu][1248]");
  private static final String BYTES = "|u1";

  private final Path file;
  private final ZipFile zip;
  private final long memoryLimit;

  /**
   * Opens the archive.
   *
   * @param memoryLimit how many bytes of an array may stay in the heap
   * @throws InvalidInputException if it is not a zip archive
   */
  NpzArchive(Path file, long memoryLimit) {
    this.file = file;
    this.memoryLimit = memoryLimit;
    try {
      this.zip = new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          file + " is not a NumPy archive: " + e.getMessage() + "; expected a zip file.", e);
    }
  }

  /** An array: its header, and its elements as they are in the file. */
  record Array(NpyHeader header, Pixels data) {}

  /** Whether the archive holds an array of that name. */
  boolean has(String name) {
    return zip.getEntry(name + ".npy") != null;
  }

  /** Returns the names of all arrays, in alphabetical order. */
  Set<String> names() {
    TreeSet<String> names = new TreeSet<>();
    zip.stream().map(entry -> entry.getName().replaceFirst("\\.npy$", "")).forEach(names::add);
    return names;
  }

  /**
   * Reads images of unsigned bytes.
   *
   * @throws InvalidInputException if the array is broken or of another type
   */
  Array images(String name) {
    Array array = read(name, Integer.MAX_VALUE);
    if (!array.header().type().equals(BYTES)) {
      throw refuse(
          name,
          "has the type %s; expected |u1 (uint8). Maybe convert it with astype('uint8')?"
              .formatted(array.header().type()));
    }
    return array;
  }

  /**
   * Reads labels of any whole-number type, of the shape N or N x 1.
   *
   * @param count the N that is expected
   * @throws InvalidInputException if the array is broken or of another type or shape
   */
  int[] labels(String name, int count) {
    Array array = read(name, count);
    NpyHeader header = array.header();
    if (!WHOLE_NUMBERS.matcher(header.type()).matches()) {
      throw refuse(name, "has the type " + header.type() + "; expected whole numbers.");
    }
    int width = header.type().charAt(header.type().length() - 1) - '0';
    boolean big = header.type().startsWith(">");
    boolean signed = header.type().contains("i");
    byte[] element = new byte[width];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      array.data().read((long) i * width, element, 0, width);
      long value = signed ? element[big ? 0 : width - 1] >> 7 : 0;
      for (int b = 0; b < width; b++) {
        value = value << 8 | (element[big ? b : width - 1 - b] & 0xFF);
      }
      if (value < 0 || value > 0xFFFF) {
        throw refuse(name, "has label " + value + " at position " + i + "; expected 0..65535.");
      }
      labels[i] = (int) value;
    }
    return labels;
  }

  /** Refuses an array of labels before it is read if it has not {@code count} elements. */
  private Array read(String name, int count) {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw refuse(name, "is missing; the archive holds " + String.join(", ", names()) + ".");
    }
    CRC32 check = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), check);
        PixelCollector collector = new PixelCollector(memoryLimit)) {
      NpyHeader header = NpyHeader.read(in);
      long size = size(name, entry, header, count);
      long found = collector.writeFrom(in, size);
      if (found < size) {
        throw refuse(name, "is truncated: it has %d bytes of %d.".formatted(found, size));
      }
      if (in.read() >= 0) {
        throw refuse(name, "has more bytes than its shape " + header.shapeText() + " needs.");
      }
      if (entry.getCrc() != check.getValue()) {
        throw refuse(name, "is damaged: the checksum does not match.");
      }
      return new Array(header, collector.finish());
    } catch (EOFException e) {
      throw refuse(name, "is truncated.");
    } catch (ZipException e) {
      throw refuse(name, "is damaged: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw refuse(name, "cannot be read: " + e.getMessage() + ".");
    }
  }

  private long size(String name, ZipEntry entry, NpyHeader header, int count) {
    int[] shape = header.shape();
    String type = header.type();
    long width = Character.digit(type.charAt(type.length() - 1), 10);
    if (width < 1) {
      throw refuse(name, "has the type " + type + "; expected numbers.");
    }
    long size = width;
    try {
      for (int length : shape) {
        size = Math.multiplyExact(size, (long) length);
      }
    } catch (ArithmeticException e) {
      size = Long.MAX_VALUE;
    }
    if (count < Integer.MAX_VALUE && size != count * width) {
      throw refuse(
          name, "has the shape %s; expected %d labels.".formatted(header.shapeText(), count));
    }
    long capacity = entry.getCompressedSize();
    capacity =
        entry.getMethod() == ZipEntry.STORED ? capacity : capacity * GzipStream.GREATEST_RATIO;
    if (size > capacity) {
      throw refuse(
          name,
          "promises %s elements of %d bytes, but can hold at most %d bytes."
              .formatted(header.shapeText(), width, capacity));
    }
    return size;
  }

  InvalidInputException refuse(String name, String rest) {
    return new InvalidInputException("The array \"%s\" of %s %s".formatted(name, file, rest));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
