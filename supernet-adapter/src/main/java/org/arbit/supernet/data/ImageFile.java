package org.arbit.supernet.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * One PNG or JPEG file. Its shape is read from its header before any pixel, so that a small file
 * that claims to be huge is refused without unpacking it.
 */
final class ImageFile {

  private ImageFile() {}

  /** Returns the shape: one channel for a grey image, three for any other. */
  static ImageShape shape(Path file) {
    return read(
        file,
        reader -> {
          // Bands cannot tell a palette from grey, but the colour space can.
          boolean grey =
              reader.getRawImageType(0) != null
                  && reader.getRawImageType(0).getColorModel().getColorSpace().getNumComponents()
                      == 1;
          return new ImageShape(grey ? 1 : 3, reader.getHeight(0), reader.getWidth(0));
        });
  }

  /**
   * Reads the pixels, channel by channel and row by row.
   *
   * @param shape the expected height and width, and the wanted channels: 1 makes colours grey
   * @throws InvalidInputException if the file is broken or of another size
   */
  static byte[] pixels(Path file, ImageShape shape) {
    return read(
        file,
        reader -> {
          int height = reader.getHeight(0);
          int width = reader.getWidth(0);
          if (height != shape.height() || width != shape.width()) {
            throw new InvalidInputException(
                "%s is %d x %d pixels; expected %d x %d, as the first image."
                    .formatted(file, height, width, shape.height(), shape.width()));
          }
          return pixels(reader.read(0), shape);
        });
  }

  private static byte[] pixels(BufferedImage image, ImageShape shape) {
    int plane = shape.height() * shape.width();
    byte[] bytes = new byte[shape.size()];
    Raster raster = image.getRaster();
    boolean plainGrey =
        raster.getNumBands() == 1
            && raster.getDataBuffer().getDataType() == DataBuffer.TYPE_BYTE
            && raster.getSampleModel().getSampleSize(0) == 8
            && image.getColorModel().getColorSpace().getNumComponents() == 1;
    for (int p = 0; p < plane; p++) {
      int x = p % shape.width();
      int y = p / shape.width();
      if (plainGrey) {
        // Java takes grey for linear light and getRGB would brighten it; the sample is the level.
        int level = raster.getSample(x, y, 0);
        for (int c = 0; c < shape.channels(); c++) {
          bytes[c * plane + p] = (byte) level;
        }
        continue;
      }
      int rgb = image.getRGB(x, y);
      int red = rgb >> 16 & 0xFF;
      int green = rgb >> 8 & 0xFF;
      int blue = rgb & 0xFF;
      if (shape.channels() == 1) {
        // ITU-R BT.601 luma, in thousandths.
        bytes[p] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
      } else {
        bytes[p] = (byte) red;
        bytes[plane + p] = (byte) green;
        bytes[2 * plane + p] = (byte) blue;
      }
    }
    return bytes;
  }

  private interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T read(Path file, Use<T> use) {
    if (!Files.isReadable(file)) {
      throw new InvalidInputException(file + " cannot be read; expected a PNG or JPEG image.");
    }
    try {
      PngCheck.verify(file);
      return decode(file, use);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK's readers answer some broken files with exceptions of any kind.
      throw new InvalidInputException(file + " is damaged; expected a PNG or JPEG image.", e);
    }
  }

  private static <T> T decode(Path file, Use<T> use) throws IOException {
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidInputException(file + " is not an image; expected PNG or JPEG.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        reader.addIIOReadWarningListener(
            (source, warning) -> {
              throw new InvalidInputException(
                  file + " is damaged: " + warning.lines().findFirst().orElse("no reason") + ".");
            });
        return use.of(reader);
      } finally {
        reader.dispose();
      }
    }
  }
}
