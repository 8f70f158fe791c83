package org.arbit.supernet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Bytes that can be read from any position by any thread: in memory, or in a mapped file where they
 * would take more than a tenth of the heap.
 */
sealed interface Pixels {

  /** Returns the number of bytes. */
  long length();

  /** Copies {@code length} bytes from {@code position}. */
  void read(long position, byte[] into, int offset, int length);

  /** Returns the most bytes that a data set may keep in the heap: a tenth of it. */
  static long heapShare() {
    return Runtime.getRuntime().maxMemory() / 10;
  }

  /** Returns the bytes of an array, which is not copied. */
  static Pixels of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /**
   * Returns the bytes of a file: read where they are at most {@code memoryLimit}, mapped otherwise.
   *
   * @throws InvalidInputException if the file cannot be read
   */
  static Pixels of(Path file, long memoryLimit) {
    try {
      return Files.size(file) <= Math.min(memoryLimit, Integer.MAX_VALUE - 8)
          ? of(Files.readAllBytes(file))
          : map(file);
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Maps a file, which must not change as long as the result is in use. */
  static Pixels map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long length = channel.size();
      int parts = Math.toIntExact((length + Mapped.PART - 1) / Mapped.PART);
      MappedByteBuffer[] buffers = new MappedByteBuffer[parts];
      for (int i = 0; i < parts; i++) {
        long start = i * Mapped.PART;
        buffers[i] = channel.map(MapMode.READ_ONLY, start, Math.min(Mapped.PART, length - start));
      }
      return new Mapped(length, buffers);
    }
  }

  /** Bytes in an array. */
  final class InMemory implements Pixels {

    private final byte[] bytes;

    private InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      System.arraycopy(bytes, Math.toIntExact(position), into, offset, length);
    }
  }

  /** Bytes in a file, mapped in parts, as one mapping cannot pass 2 GB. */
  final class Mapped implements Pixels {

    static final long PART = 1L << 30;

    private final long length;
    private final MappedByteBuffer[] parts;

    private Mapped(long length, MappedByteBuffer[] parts) {
      this.length = length;
      this.parts = Arrays.copyOf(parts, parts.length);
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      int done = 0;
      while (done < length) {
        int inPart = (int) ((position + done) % PART);
        int count = (int) Math.min(length - done, PART - inPart);
        parts[(int) ((position + done) / PART)].get(inPart, into, offset + done, count);
        done += count;
      }
    }
  }
}
