package org.arbit.supernet.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers bytes whose number is not certain beforehand, such as those of a compressed file: memory
 * grows only as they really come and, beyond a limit, they move to a temporary file that is mapped.
 */
final class PixelCollector implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final int memoryLimit;
  private byte[] bytes = new byte[CHUNK];
  private int filled;
  private @Nullable Path file;
  private @Nullable OutputStream out;

  /** Creates a collector that keeps at most {@code memoryLimit} bytes in the heap. */
  PixelCollector(long memoryLimit) {
    this.memoryLimit = (int) Math.max(CHUNK, Math.min(memoryLimit, Integer.MAX_VALUE - 8));
  }

  /** Adds bytes. */
  void write(byte[] source, int offset, int length) throws IOException {
    if (out == null && length > memoryLimit - filled) {
      file = Files.createTempFile("arbit-data-", ".tmp");
      out = Files.newOutputStream(file);
      out.write(bytes, 0, filled);
      bytes = new byte[0];
    }
    if (out != null) {
      out.write(source, offset, length);
      return;
    }
    if (length > bytes.length - filled) {
      long wanted = Math.max(2L * bytes.length, (long) filled + length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(memoryLimit, wanted));
    }
    System.arraycopy(source, offset, bytes, filled, length);
    filled += length;
  }

  /** Adds up to {@code most} bytes of a stream and returns how many there were. */
  long writeFrom(InputStream in, long most) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long done = 0;
    while (done < most) {
      int count = in.read(chunk, 0, (int) Math.min(chunk.length, most - done));
      if (count < 0) {
        break;
      }
      write(chunk, 0, count);
      done += count;
    }
    return done;
  }

  /** Returns what was added. */
  Pixels finish() throws IOException {
    if (out == null || file == null) {
      return Pixels.of(filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled));
    }
    out.close();
    return Pixels.map(file);
  }

  /** Takes the temporary file's name away; a mapping of it stays usable. */
  @Override
  public void close() throws IOException {
    if (out != null && file != null) {
      out.close();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Windows keeps the name of a mapped file until the process ends.
        file.toFile().deleteOnExit();
      }
    }
  }
}
