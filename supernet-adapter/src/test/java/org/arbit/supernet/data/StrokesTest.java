package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StrokesTest {

  private static final StrokesConfig CONFIG = StrokesConfig.DEFAULT;
  private static final int PIXELS = 28 * 28;

  @Test
  void imageDoesNotDependOnHowManyAreMade() {
    Dataset few = Strokes.paint(CONFIG, 3, 10);
    Dataset many = Strokes.paint(CONFIG, 3, 1000);
    for (int i = 0; i < few.size(); i++) {
      assertThat(image(many, i)).isEqualTo(image(few, i));
      assertThat(many.difficulty(i)).isEqualTo(few.difficulty(i));
    }
  }

  @Test
  void sameSeedSameHashOtherSeedOtherHash() {
    String hash = Strokes.splits(CONFIG, 3, 300, 50, 50).sha256();
    assertThat(Strokes.splits(CONFIG, 3, 300, 50, 50).sha256()).isEqualTo(hash);
    assertThat(Strokes.splits(CONFIG, 4, 300, 50, 50).sha256()).isNotEqualTo(hash);
  }

  /** On every machine and Java version; a change of the generator must change this knowingly. */
  @Test
  void defaultImagesAreTheOnesThatWereMeasured() {
    assertThat(Strokes.splits(CONFIG, 1, 100, 10, 10).sha256())
        .isEqualTo("56d7aae1eca756d64a48bb07023564c7fe9b4496061df511248fe9c3d3eba3c2");
  }

  @Test
  void partsHaveTheirSizesAndShareNoImage() {
    DataSplits splits = Strokes.splits(CONFIG, 3, 300, 50, 60);
    assertThat(splits.train().size()).isEqualTo(300);
    assertThat(splits.validation().size()).isEqualTo(50);
    assertThat(splits.test().size()).isEqualTo(60);
    Set<String> images = new HashSet<>();
    for (Dataset part : new Dataset[] {splits.train(), splits.validation(), splits.test()}) {
      for (int i = 0; i < part.size(); i++) {
        images.add(Arrays.toString(image(part, i)));
      }
    }
    assertThat(images).hasSize(410);
  }

  @Test
  void classesAreBalancedAndAsHardAsEachOther() {
    Dataset data = Strokes.paint(CONFIG, 5, 5000);
    int[] counts = new int[10];
    double[] difficulties = new double[10];
    for (int i = 0; i < data.size(); i++) {
      assertThat(data.difficulty(i)).isBetween(0.0, 1.0);
      counts[data.label(i)]++;
      difficulties[data.label(i)] += data.difficulty(i);
    }
    assertThat(counts).containsOnly(500);
    // The mean of 500 uniform numbers has a standard deviation of 0.013.
    for (double sum : difficulties) {
      assertThat(sum / 500).isEqualTo(0.5, within(0.055));
    }
  }

  @Test
  void hardImagesAreFainter() {
    Dataset data = Strokes.paint(CONFIG, 5, 2000);
    double[] span = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < data.size(); i++) {
      int third = (int) (data.difficulty(i) * 3);
      if (third != 1) {
        byte[] image = image(data, i);
        int[] levels = new int[PIXELS];
        Arrays.setAll(levels, p -> image[p] & 0xFF);
        Arrays.sort(levels);
        span[third / 2] += levels[PIXELS - 8] - levels[PIXELS / 2];
        count[third / 2]++;
      }
    }
    assertThat(span[0] / count[0]).isGreaterThan(1.5 * span[1] / count[1]);
  }

  /**
   * A classifier by nearest mean image: far above chance on easy images, at chance without them.
   */
  @Test
  void imagesTellTheClassAndShuffledLabelsDoNot() {
    Dataset data = Strokes.paint(CONFIG, 9, 4000);
    assertThat(nearestMeanAccuracy(data, 0)).isGreaterThan(0.4);
    assertThat(nearestMeanAccuracy(data, 1)).isBetween(0.04, 0.17);
  }

  @Test
  void refusesANegativeSize() {
    assertThatThrownBy(() -> Strokes.splits(CONFIG, 1, 10, -1, 1))
        .isInstanceOf(RuntimeException.class);
  }

  /** With {@code shift} 1 every image has the label of an image far away. */
  private static double nearestMeanAccuracy(Dataset data, int shift) {
    int half = data.size() / 2;
    SplitMix64 random = new SplitMix64(1);
    int[] labels = new int[data.size()];
    Arrays.setAll(labels, i -> shift == 0 ? data.label(i) : random.nextInt(10));
    double[][] means = new double[10][PIXELS];
    for (int i = 0; i < half; i++) {
      if (data.difficulty(i) < 0.4) {
        byte[] image = image(data, i);
        for (int p = 0; p < PIXELS; p++) {
          means[labels[i]][p] += (image[p] & 0xFF) / 80.0;
        }
      }
    }
    int right = 0;
    int seen = 0;
    for (int i = half; i < data.size(); i++) {
      if (data.difficulty(i) < 0.4) {
        seen++;
        right += nearest(means, image(data, i)) == labels[i] ? 1 : 0;
      }
    }
    return (double) right / seen;
  }

  private static int nearest(double[][] means, byte[] image) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int p = 0; p < PIXELS; p++) {
        double difference = means[c][p] - (image[p] & 0xFF);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }

  private static byte[] image(Dataset data, int index) {
    byte[] pixels = new byte[PIXELS];
    data.image(index, pixels, 0);
    return pixels;
  }
}
