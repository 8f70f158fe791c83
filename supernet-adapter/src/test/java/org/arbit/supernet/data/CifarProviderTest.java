package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarProviderTest {

  private static final int IMAGE = 3 * 32 * 32;

  private final DataSets dataSets = DataSets.onClassPath();

  @TempDir Path folder;

  @BeforeEach
  void writeSmallFiles() throws IOException {
    for (int i = 1; i <= 5; i++) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), records(4, 1, 10));
    }
    Files.write(folder.resolve("test_batch.bin"), records(6, 1, 10));
  }

  @Test
  void readsCifar10() {
    DataSplits splits = dataSets.load(DataRequest.of(folder, 1));
    assertThat(splits.name()).isEqualTo("cifar10");
    assertThat(splits.train().size() + splits.validation().size()).isEqualTo(20);
    assertThat(splits.test().shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(splits.test().classes()).isEqualTo(10);
    byte[] image = new byte[IMAGE];
    splits.test().image(5, image, 0);
    assertThat(splits.test().label(5)).isEqualTo(5);
    assertThat(image).containsOnly((byte) 6);
  }

  @Test
  void readsCifar100WithFineAndCoarseLabels() throws IOException {
    Path hundred = Files.createDirectory(folder.resolve("hundred"));
    Files.write(hundred.resolve("train.bin"), records(10, 2, 20));
    Files.write(hundred.resolve("test.bin"), records(10, 2, 20));
    DataRequest request = DataRequest.of(hundred, 1);
    Dataset fine = dataSets.load(request).test();
    Dataset coarse = dataSets.load(request.withOption("labels", "coarse")).test();
    assertThat(fine.classes()).isEqualTo(100);
    assertThat(coarse.classes()).isEqualTo(20);
    assertThat(coarse.label(7)).isEqualTo(7);
    assertThat(fine.label(7)).isEqualTo(50 + 7);
    assertThatThrownBy(() -> dataSets.load(request.withOption("labels", "rough")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The option \"labels\" is \"rough\"; expected fine or coarse.");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path file = folder.resolve("data_batch_3.bin");
    Files.write(file, Arrays.copyOf(records(4, 1, 10), 4 * (IMAGE + 1) - 1));
    refused("data_batch_3.bin has 12291 bytes; expected a multiple of 3073");
    Files.write(file, new byte[0]);
    refused("data_batch_3.bin has 0 bytes");
    Files.delete(file);
    refused("data_batch_3.bin is missing");
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    byte[] broken = records(6, 1, 10);
    broken[2 * (IMAGE + 1)] = 10;
    Files.write(folder.resolve("test_batch.bin"), broken);
    refused("test_batch.bin has label 10 in record 2; expected 0..9");
  }

  private void refused(String reason) {
    assertThatThrownBy(() -> dataSets.load(DataRequest.of(folder, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason);
  }

  /** Image i is filled with i + 1; its first label is i, the second i + 50. */
  private static byte[] records(int count, int labels, int classes) {
    byte[] bytes = new byte[count * (labels + IMAGE)];
    for (int i = 0; i < count; i++) {
      int start = i * (labels + IMAGE);
      Arrays.fill(bytes, start + labels, start + labels + IMAGE, (byte) (i + 1));
      bytes[start] = (byte) (i % classes);
      if (labels == 2) {
        bytes[start + 1] = (byte) (50 + i);
      }
    }
    return bytes;
  }
}
