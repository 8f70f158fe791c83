package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PixelsTest {

  private static final int LENGTH = 200_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {0, 70_000, LENGTH, Long.MAX_VALUE})
  void collectorGivesBackWhatItGot(long memoryLimit) throws IOException {
    byte[] bytes = bytes();
    try (PixelCollector collector = new PixelCollector(memoryLimit)) {
      long count = collector.writeFrom(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
      Pixels pixels = collector.finish();
      assertThat(count).isEqualTo(LENGTH);
      assertThat(pixels.length()).isEqualTo(LENGTH);
      assertThat(pixels instanceof Pixels.Mapped).isEqualTo(memoryLimit < LENGTH);
      assertThat(read(pixels, 0, LENGTH)).isEqualTo(bytes);
    }
  }

  @Test
  void collectorStopsAtTheMostItIsAllowed() throws IOException {
    try (PixelCollector collector = new PixelCollector(Long.MAX_VALUE)) {
      assertThat(collector.writeFrom(new ByteArrayInputStream(bytes()), 100)).isEqualTo(100);
      assertThat(collector.finish().length()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE})
  void fileIsReadFromAnyPosition(long memoryLimit) throws IOException {
    Path file = Files.write(folder.resolve("data"), bytes());
    Pixels pixels = Pixels.of(file, memoryLimit);
    assertThat(pixels instanceof Pixels.Mapped).isEqualTo(memoryLimit == 0);
    byte[] expected = Arrays.copyOfRange(bytes(), 1234, 1234 + 999);
    assertThat(read(pixels, 1234, 999)).isEqualTo(expected);
  }

  @Test
  void joinedPartsFollowOneAnother() {
    Dataset joined = new JoinedDataset(List.of(counting(0, 3), counting(3, 1), counting(4, 5)));
    assertThat(joined.size()).isEqualTo(9);
    byte[] pixel = new byte[1];
    for (int i = 0; i < 9; i++) {
      joined.image(i, pixel, 0);
      assertThat(pixel[0]).isEqualTo((byte) i);
      assertThat(joined.label(i)).isEqualTo(i);
    }
  }

  private static Dataset counting(int first, int size) {
    byte[] numbers = new byte[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (byte) (first + i);
    }
    return new ArrayDataset("n", new ImageShape(1, 1, 1), 10, numbers, numbers, null);
  }

  private static byte[] read(Pixels pixels, long position, int length) {
    byte[] into = new byte[length];
    pixels.read(position, into, 0, length);
    return into;
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    SplitMix64 random = new SplitMix64(1);
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
