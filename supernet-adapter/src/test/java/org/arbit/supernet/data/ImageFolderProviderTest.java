package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderProviderTest {

  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;

  private final DataSets dataSets = DataSets.onClassPath();

  @TempDir Path folder;

  @Test
  void readsEveryGreyLevelAsItIs() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("class%d/%02d.png".formatted(i % 2, i), grey(HEIGHT, WIDTH, 13 * i));
    }
    DataSplits splits = load();
    assertThat(splits.train().size()).isEqualTo(16);
    assertThat(splits.train().shape()).isEqualTo(new ImageShape(1, HEIGHT, WIDTH));
    for (Dataset part : new Dataset[] {splits.train(), splits.validation(), splits.test()}) {
      for (int i = 0; i < part.size(); i++) {
        byte[] image = image(part, i);
        int first = image[0] & 0xFF;
        assertThat(first % 13).isZero();
        assertThat(first / 13 % 2).isEqualTo(part.label(i));
        assertThat(image[HEIGHT * WIDTH - 1] & 0xFF).isEqualTo(Math.min(255, first + 11));
      }
    }
  }

  @Test
  void readsColoursPlaneByPlaneAndGreyOnDemand() throws IOException {
    for (String part : new String[] {"train", "test"}) {
      for (int i = 0; i < 4; i++) {
        write("%s/c%d/%d.png".formatted(part, i % 2, i), colour(0x102030 + i));
      }
    }
    Dataset test = load().test();
    assertThat(test.shape()).isEqualTo(new ImageShape(3, HEIGHT, WIDTH));
    int plane = HEIGHT * WIDTH;
    byte[] image = image(test, 0);
    assertThat(Arrays.copyOf(image, plane)).containsOnly((byte) 0x10);
    assertThat(Arrays.copyOfRange(image, plane, 2 * plane)).containsOnly((byte) 0x20);
    Dataset grey = dataSets.load(DataRequest.of(folder, 1).withOption("channels", "1")).test();
    assertThat(grey.shape().channels()).isEqualTo(1);
    // (299 x 16 + 587 x 32 + 114 x 48) / 1000 = 29.04
    assertThat(image(grey, 0)).containsOnly((byte) 29);
  }

  @Test
  void readsJpeg() throws IOException {
    for (int i = 0; i < 4; i++) {
      Path file = folder.resolve("c%d/%d.jpg".formatted(i % 2, i));
      Files.createDirectories(file.getParent());
      ImageIO.write(colour(0x808080), "jpg", file.toFile());
    }
    Dataset train = load().train();
    assertThat(image(train, 0)[0] & 0xFF).isBetween(0x7C, 0x84);
  }

  @Test
  void refusesATruncatedJpeg() throws IOException {
    for (int i = 0; i < 2; i++) {
      Path file = folder.resolve("c%d/%d.jpg".formatted(i, i));
      Files.createDirectories(file.getParent());
      ImageIO.write(colour(0x808080), "jpg", file.toFile());
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length - 8 * i));
    }
    refused("1.jpg is damaged");
  }

  @Test
  void refusesAnImageOfAnotherSize() throws IOException {
    write("a/1.png", grey(HEIGHT, WIDTH, 0));
    write("b/1.png", grey(HEIGHT, WIDTH + 1, 0));
    refused("1.png is 3 x 5 pixels; expected 3 x 4");
  }

  @Test
  void refusesBrokenImages() throws IOException {
    Path file = write("a/1.png", grey(HEIGHT, WIDTH, 0));
    write("b/1.png", grey(HEIGHT, WIDTH, 9));
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      Files.write(file, Arrays.copyOf(whole, i));
      refused("1.png");
      byte[] broken = whole.clone();
      broken[i] ^= (byte) (1 << i % 8);
      Files.write(file, broken);
      refused("1.png");
    }
    Files.writeString(file, "no image");
    refused("1.png is not an image");
  }

  /** A file of under 100 bytes that claims to be 2^31-1 pixels square. */
  @Test
  void unpacksNoHugeImage() throws IOException {
    Path file = write("a/1.png", grey(HEIGHT, WIDTH, 0));
    write("b/1.png", grey(HEIGHT, WIDTH, 0));
    ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(file));
    png.putInt(16, Integer.MAX_VALUE).putInt(20, Integer.MAX_VALUE);
    CRC32 check = new CRC32();
    check.update(png.array(), 12, 17);
    Files.write(file, png.putInt(29, (int) check.getValue()).array());
    refused("1.png");
  }

  @Test
  void refusesFoldersThatDoNotFit() throws IOException {
    write("train/a/1.png", grey(HEIGHT, WIDTH, 0));
    write("train/b/1.png", grey(HEIGHT, WIDTH, 0));
    write("test/a/1.png", grey(HEIGHT, WIDTH, 0));
    write("test/c/1.png", grey(HEIGHT, WIDTH, 0));
    refused("has the classes [a, b] but");
    Files.createDirectory(folder.resolve("train/empty"));
    refused("empty has no .png, .jpg or .jpeg file");
  }

  @Test
  void refusesASingleClass() throws IOException {
    write("a/1.png", grey(HEIGHT, WIDTH, 0));
    refused("has 1 folders; expected one per class");
  }

  private DataSplits load() {
    return dataSets.load(DataRequest.of(folder, 1));
  }

  private void refused(String reason) {
    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  private Path write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Pixel p has the level first + p. */
  private static BufferedImage grey(int height, int width, int first) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int p = 0; p < height * width; p++) {
      image.getRaster().setSample(p % width, p / width, 0, Math.min(255, first + p));
    }
    return image;
  }

  private static BufferedImage colour(int rgb) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < HEIGHT * WIDTH; p++) {
      image.setRGB(p % WIDTH, p / WIDTH, rgb);
    }
    return image;
  }

  private static byte[] image(Dataset data, int index) {
    byte[] pixels = new byte[data.shape().size()];
    data.image(index, pixels, 0);
    return pixels;
  }
}
