package org.arbit.supernet.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The content of a gzip file (RFC 1952) of one member, checked to its last byte. The JDK's stream
 * silently ignores whatever follows the member; this one refuses it, as it may be the sign of a
 * broken download.
 */
final class GzipStream extends InflaterInputStream {

  static final int MAGIC = 0x1F8B;

  /** Deflate cannot pack more than 1032 bytes into one. */
  static final long GREATEST_RATIO = 1032;

  private static final int BUFFER = 1 << 16;
  private static final int HAS_CHECK = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final CRC32 check = new CRC32();
  private boolean finished;

  /** Reads the member's header from {@code in}. */
  GzipStream(InputStream in) throws IOException {
    super(in, new Inflater(true), BUFFER);
    if ((next() << 8 | next()) != MAGIC || next() != 8) {
      throw new ZipException("no gzip header");
    }
    int flags = next();
    skipRaw(6);
    if ((flags & HAS_EXTRA) != 0) {
      skipRaw(next() | next() << 8);
    }
    for (int zeroEnded = Integer.bitCount(flags & (HAS_NAME | HAS_COMMENT)); zeroEnded > 0; ) {
      if (next() == 0) {
        zeroEnded--;
      }
    }
    if ((flags & HAS_CHECK) != 0) {
      skipRaw(2);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (finished) {
      return -1;
    }
    int count = super.read(into, offset, length);
    if (count > 0) {
      check.update(into, offset, count);
    } else if (count < 0) {
      finished = true;
      readTrailer();
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    inf.end();
    super.close();
  }

  private void readTrailer() throws IOException {
    // The inflater read ahead: what it did not use is the start of the trailer.
    int position = len - inf.getRemaining();
    long crc = 0;
    long size = 0;
    for (int i = 0; i < 8; i++) {
      long value = position < len ? buf[position++] & 0xFF : next();
      if (i < 4) {
        crc |= value << (8 * i);
      } else {
        size |= value << (8 * (i - 4));
      }
    }
    if (crc != check.getValue() || size != (inf.getBytesWritten() & 0xFFFFFFFFL)) {
      throw new ZipException("the checksum does not match");
    }
    if (position < len || in.read() >= 0) {
      throw new ZipException("bytes follow the end of the gzip data");
    }
  }

  private int next() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException("the file ends early");
    }
    return value;
  }

  private void skipRaw(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }
}
