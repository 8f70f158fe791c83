package org.arbit.experiments.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.arbit.supernet.data.ImageShape;

/** Writes an 8-bit image as a PNG in a data URI, so that a page needs no second file. */
final class PngImage {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte GREY = 0;
  private static final byte RGB = 2;

  private PngImage() {}

  /**
   * Returns a data URI.
   *
   * @param pixels unsigned bytes, {@code channels x height x width}
   * @param shape three channels are red, green and blue; of any other number the first is shown as
   *     grey
   */
  static String dataUri(byte[] pixels, ImageShape shape) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(pixels, shape));
  }

  static byte[] encode(byte[] pixels, ImageShape shape) {
    boolean colour = shape.channels() == 3;
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(shape.width()).putInt(shape.height()).put((byte) 8).put(colour ? RGB : GREY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    writeChunk(out, "IHDR", header.array());
    writeChunk(out, "IDAT", deflate(scanLines(pixels, shape, colour ? 3 : 1)));
    writeChunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** Returns the rows with interleaved channels, each after a zero byte: no filter. */
  private static byte[] scanLines(byte[] pixels, ImageShape shape, int channels) {
    int plane = shape.height() * shape.width();
    byte[] lines = new byte[shape.height() * (1 + shape.width() * channels)];
    int at = 0;
    for (int y = 0; y < shape.height(); y++) {
      at++;
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < channels; c++) {
          lines[at++] = pixels[c * plane + y * shape.width() + x];
        }
      }
    }
    return lines;
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void writeChunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
