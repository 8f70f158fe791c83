package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;

final class AugmentationTest {

  private static final ImageShape SHAPE = new ImageShape(2, 3, 4);

  @Test
  void noneChangesNothing() {
    assertThat(apply(Augmentation.NONE, 5)).isEqualTo(numbered());
    assertThat(Augmentation.NONE.isNone()).isTrue();
    assertThat(new Augmentation(1, false, 0).isNone()).isFalse();
  }

  @Test
  void shiftsMoveAllChannelsAlikeAndAreUniform() {
    Map<String, Integer> moves = new HashMap<>();
    for (int seed = 0; seed < 9000; seed++) {
      byte[] image = apply(new Augmentation(1, false, 0), seed);
      moves.merge(move(image), 1, Integer::sum);
    }
    assertThat(moves).hasSize(9);
    // A count of 1000 has a standard deviation of 30; five of them.
    assertThat(moves.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
  }

  @Test
  void mirrorSwapsLeftAndRightHalfOfTheTime() {
    int mirrored = 0;
    for (int seed = 0; seed < 1000; seed++) {
      byte[] image = apply(new Augmentation(0, true, 0), seed);
      if (image[0] == 1) {
        assertThat(image).isEqualTo(numbered());
      } else {
        assertThat(image).startsWith(4, 3, 2, 1, 8, 7, 6, 5);
        mirrored++;
      }
    }
    assertThat(mirrored).isBetween(420, 580);
  }

  @Test
  void cutOutBlackensASquareInEveryChannel() {
    Set<Integer> sizes = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      byte[] image = apply(new Augmentation(0, false, 2), seed);
      int black = 0;
      for (int p = 0; p < 12; p++) {
        assertThat(image[p] == 0).isEqualTo(image[12 + p] == 0);
        black += image[p] == 0 ? 1 : 0;
      }
      sizes.add(black);
    }
    // Whole, cut by one edge, and cut by a corner.
    assertThat(sizes).containsExactlyInAnyOrder(4, 2, 1);
  }

  @Test
  void refusesEverySettingOutOfRange() {
    assertThatThrownBy(() -> new Augmentation(-1, false, 2000))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shift is -1, but must be in 0..1024")
        .hasMessageContaining("cutOut is 2000");
  }

  /** Checks that the image is moved as a whole and returns by how much. */
  private static String move(byte[] image) {
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        if (isMovedBy(image, dx, dy)) {
          return dx + "," + dy;
        }
      }
    }
    throw new AssertionError("The channels are not moved alike");
  }

  private static boolean isMovedBy(byte[] image, int dx, int dy) {
    byte[] original = numbered();
    for (int p = 0; p < image.length; p++) {
      int x = p % 4 - dx;
      int y = p / 4 % 3 - dy;
      boolean inside = x >= 0 && x < 4 && y >= 0 && y < 3;
      if (image[p] != (inside ? original[p / 12 * 12 + y * 4 + x] : 0)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] apply(Augmentation augmentation, long seed) {
    byte[] image = numbered();
    augmentation.apply(image, 0, SHAPE, new byte[SHAPE.size()], SplitMix64.of(seed, 0));
    return image;
  }

  private static byte[] numbered() {
    byte[] image = new byte[SHAPE.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i + 1);
    }
    return image;
  }
}
