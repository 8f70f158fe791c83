package org.arbit.supernet.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Compares the checksums of a PNG file (ISO/IEC 15948, section 5.3), which the JDK's reader leaves
 * out, so that no flipped bit passes as a slightly different image.
 */
final class PngCheck {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int END = 0x49454E44;

  private PngCheck() {}

  /**
   * Does nothing for a file that is not PNG.
   *
   * @throws IOException if a checksum differs or the file ends before its end chunk
   */
  static void verify(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream in = new DataInputStream(raw)) {
      if (Files.size(file) < Long.BYTES || in.readLong() != SIGNATURE) {
        return;
      }
      byte[] buffer = new byte[8192];
      int type;
      do {
        long rest = Integer.toUnsignedLong(in.readInt());
        type = in.readInt();
        CRC32 check = new CRC32();
        for (int shift = 24; shift >= 0; shift -= 8) {
          check.update(type >>> shift);
        }
        while (rest > 0) {
          int count = in.read(buffer, 0, (int) Math.min(rest, buffer.length));
          if (count < 0) {
            throw new EOFException("a chunk ends early");
          }
          check.update(buffer, 0, count);
          rest -= count;
        }
        if (in.readInt() != (int) check.getValue()) {
          throw new ZipException("a checksum does not match");
        }
      } while (type != END);
    }
  }
}
