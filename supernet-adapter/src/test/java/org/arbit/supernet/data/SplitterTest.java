package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;

final class SplitterTest {

  @Test
  void officialTestSetStaysAndValidationIsATenthOfTraining() {
    DataSplits splits = Splitter.official(numbered(0, 200), numbered(200, 50), auto(), 1);
    assertThat(splits.train().size()).isEqualTo(180);
    assertThat(splits.validation().size()).isEqualTo(20);
    assertThat(numbers(splits.test())).isEqualTo(range(200, 250));
    Set<Integer> rest = new HashSet<>(numbers(splits.train()));
    rest.addAll(numbers(splits.validation()));
    assertThat(rest).isEqualTo(range(0, 200));
  }

  @Test
  void sameSeedSameParts() {
    SplitSizes sizes = new SplitSizes(100, 30, 20);
    DataSplits one = Splitter.official(numbered(0, 200), numbered(200, 50), sizes, 7);
    DataSplits two = Splitter.official(numbered(0, 200), numbered(200, 50), sizes, 7);
    DataSplits other = Splitter.official(numbered(0, 200), numbered(200, 50), sizes, 8);
    assertThat(two.sha256()).isEqualTo(one.sha256());
    assertThat(other.sha256()).isNotEqualTo(one.sha256());
    assertThat(numbers(one.train()))
        .hasSize(100)
        .doesNotContainAnyElementsOf(numbers(one.validation()));
    assertThat(numbers(one.test())).hasSize(20).isSubsetOf(range(200, 250));
  }

  @Test
  void validationDoesNotChangeWithTheTrainingSize() {
    DataSplits small =
        Splitter.official(numbered(0, 200), numbered(200, 50), new SplitSizes(10, 30, 20), 7);
    DataSplits large =
        Splitter.official(numbered(0, 200), numbered(200, 50), new SplitSizes(150, 30, 20), 7);
    assertThat(numbers(small.validation())).isEqualTo(numbers(large.validation()));
  }

  @Test
  void wholeDataSetIsCutInThreeDisjointParts() {
    DataSplits splits = Splitter.whole(numbered(0, 200), auto(), 1);
    assertThat(splits.train().size()).isEqualTo(160);
    Set<Integer> all = new HashSet<>();
    for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
      all.addAll(numbers(part));
    }
    assertThat(all).isEqualTo(range(0, 200));
  }

  @Test
  void refusesMoreImagesThanThereAre() {
    assertThatThrownBy(
            () ->
                Splitter.official(
                    numbered(0, 20), numbered(20, 5), new SplitSizes(19, 2, SplitSizes.AUTO), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "numbers has 20 training images, but 21 are wanted for its parts. Maybe ask for fewer?");
    assertThatThrownBy(() -> Splitter.whole(numbered(0, 2), auto(), 1))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesPartsOfDifferentShape() {
    Dataset flat =
        new ArrayDataset("numbers", new ImageShape(1, 1, 4), 1, new byte[8], new byte[2], null);
    assertThatThrownBy(() -> Splitter.official(numbered(0, 20), flat, auto(), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1x1x1")
        .hasMessageContaining("1x1x4");
  }

  @Test
  void refusesASizeOfZero() {
    assertThatThrownBy(() -> new SplitSizes(10, 0, 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("validation part has 0 images");
  }

  private static SplitSizes auto() {
    return SplitSizes.DEFAULT;
  }

  /** Images of one pixel that is the image's number. */
  private static Dataset numbered(int first, int size) {
    byte[] pixels = new byte[size];
    for (int i = 0; i < size; i++) {
      pixels[i] = (byte) (first + i);
    }
    return new ArrayDataset("numbers", new ImageShape(1, 1, 1), 1, pixels, new byte[size], null);
  }

  private static Set<Integer> numbers(Dataset data) {
    Set<Integer> numbers = new HashSet<>();
    byte[] pixel = new byte[1];
    for (int i = 0; i < data.size(); i++) {
      data.image(i, pixel, 0);
      numbers.add(pixel[0] & 0xFF);
    }
    assertThat(numbers).hasSize(data.size());
    return numbers;
  }

  private static Set<Integer> range(int from, int to) {
    return new HashSet<>(IntStream.range(from, to).boxed().toList());
  }
}
