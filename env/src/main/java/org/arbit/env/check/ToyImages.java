package org.arbit.env.check;

import org.arbit.env.SeededRandom;
import org.arbit.supernet.data.ImageShape;

/** Paints the images of the toys: a disc on noise. */
final class ToyImages {

  private static final int DISC = 95;
  private static final int GREATEST_NOISE = 160;

  private ToyImages() {}

  static void paint(SeededRandom random, ImageShape shape, byte[] into, int offset) {
    double centreY = random.nextDouble() * shape.height();
    double centreX = random.nextDouble() * shape.width();
    double radius = 1 + random.nextDouble() * shape.width() / 2;
    int noise = 1 + random.nextInt(GREATEST_NOISE);
    for (int k = 0; k < shape.size(); k++) {
      int y = k / shape.width() % shape.height();
      int x = k % shape.width();
      double dy = y - centreY;
      double dx = x - centreX;
      boolean inside = dy * dy + dx * dx < radius * radius;
      into[offset + k] = (byte) ((inside ? DISC : 0) + random.nextInt(noise));
    }
  }
}
