package org.arbit.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.arbit.supernet.data.ImageShape;
import org.junit.jupiter.api.Test;

final class PngImageTest {

  @Test
  void isReadByAnotherDecoderPixelByPixel() throws IOException {
    byte[] pixels = {0, 50, 100, (byte) 150, (byte) 200, (byte) 255};
    BufferedImage image = decode(pixels, new ImageShape(1, 2, 3));
    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    for (int i = 0; i < 6; i++) {
      assertThat(image.getRaster().getSample(i % 3, i / 3, 0)).isEqualTo(pixels[i] & 255);
    }
  }

  @Test
  void readsThreeChannelsAsRedGreenBlue() throws IOException {
    BufferedImage image = decode(new byte[] {1, 2, 30, 40, 5, 6}, new ImageShape(3, 1, 2));
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0x011e05);
    assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0x022806);
  }

  private static BufferedImage decode(byte[] pixels, ImageShape shape) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(PngImage.encode(pixels, shape)));
  }
}
