package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SplitMix64Test {

  /** The numbers of the reference implementation for the seed 1234567. */
  @Test
  void givesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(1234567);
    assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
  }

  @Test
  void continuesFromItsState() {
    SplitMix64 random = SplitMix64.of(7, 3);
    random.nextLong();
    SplitMix64 copy = new SplitMix64(random.state());
    assertThat(copy.nextLong()).isEqualTo(random.nextLong());
  }

  @Test
  void countersAndSeedsGiveDifferentStreams() {
    long distinct =
        IntStream.range(0, 10_000)
            .mapToLong(i -> SplitMix64.of(i % 100, i / 100).nextLong())
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(10_000);
  }

  @Test
  void wholeNumbersAreUniform() {
    SplitMix64 random = new SplitMix64(5);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
    }
    // A count has a standard deviation of 93; five of them.
    for (int count : counts) {
      assertThat(count).isBetween(9_535, 10_465);
    }
  }

  @Test
  void refusesABoundOfZero() {
    assertThatThrownBy(() -> new SplitMix64(1).nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is 0");
  }

  @Test
  void permutationHoldsEveryIndexOnce() {
    int[] order = new SplitMix64(11).permutation(1000);
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
    assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
  }
}
