package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.arbit.supernet.data.BatchLoader.Batch;
import org.junit.jupiter.api.Test;

final class BatchLoaderTest {

  private static final int SIZE = 23;
  private static final int BATCH = 4;

  @Test
  void everyEpochHoldsEveryImageAtMostOnceInANewOrder() {
    try (BatchLoader loader = loader(Augmentation.NONE, 0)) {
      assertThat(loader.stepsPerEpoch()).isEqualTo(5);
      List<List<Byte>> epochs = List.of(new ArrayList<>(), new ArrayList<>());
      for (int step = 0; step < 10; step++) {
        Batch batch = loader.next();
        assertThat(batch.step()).isEqualTo(step);
        assertThat(batch.epoch()).isEqualTo(step / 5);
        for (int i = 0; i < BATCH; i++) {
          byte number = batch.images()[4 * i];
          assertThat(batch.labels()[i]).isEqualTo(number % 3);
          epochs.get(step / 5).add(number);
        }
      }
      Set<Byte> first = new HashSet<>(epochs.get(0));
      assertThat(first).hasSize(20);
      assertThat(epochs.get(1)).doesNotHaveDuplicates().isNotEqualTo(epochs.get(0));
    }
  }

  @Test
  void goesOnFromAnyStep() {
    Augmentation augmentation = new Augmentation(1, true, 1);
    try (BatchLoader whole = loader(augmentation, 0);
        BatchLoader rest = loader(augmentation, 7)) {
      for (int step = 0; step < 7; step++) {
        whole.next();
      }
      for (int step = 7; step < 12; step++) {
        Batch expected = whole.next();
        Batch found = rest.next();
        assertThat(found.step()).isEqualTo(step);
        assertThat(found.images()).isEqualTo(expected.images());
        assertThat(found.labels()).isEqualTo(expected.labels());
      }
    }
  }

  @Test
  void batchHoldsUntilTheNextIsTaken() {
    try (BatchLoader loader = loader(Augmentation.NONE, 0);
        BatchLoader twin = loader(Augmentation.NONE, 0)) {
      for (int step = 0; step < 20; step++) {
        Batch batch = loader.next();
        byte[] copy = batch.images().clone();
        // By then the loader has had the time of a twin's step to overwrite it, if it would.
        assertThat(twin.next().images()).isEqualTo(copy);
        assertThat(batch.images()).isEqualTo(copy);
      }
    }
  }

  @Test
  void errorsOfTheDataReachTheCaller() {
    try (BatchLoader loader = new BatchLoader(new Unreadable(), 1, Augmentation.NONE, 1, 0)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the disk is gone");
    }
  }

  @Test
  void refusesABatchLargerThanTheData() {
    assertThatThrownBy(() -> new BatchLoader(data(), 24, Augmentation.NONE, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A batch of 24 images is not in 1..23, the size of the data.");
  }

  @Test
  void givesNothingAfterItIsClosed() {
    BatchLoader loader = loader(Augmentation.NONE, 0);
    loader.next();
    loader.next();
    loader.close();
    assertThatThrownBy(loader::next).isInstanceOf(IllegalStateException.class);
  }

  private static BatchLoader loader(Augmentation augmentation, int firstStep) {
    return new BatchLoader(data(), BATCH, augmentation, 9, firstStep);
  }

  private static Dataset data() {
    byte[] pixels = new byte[4 * SIZE];
    byte[] labels = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      labels[i] = (byte) (i % 3);
      for (int p = 0; p < 4; p++) {
        pixels[4 * i + p] = (byte) i;
      }
    }
    return new ArrayDataset("numbers", new ImageShape(1, 2, 2), 3, pixels, labels, null);
  }

  private record Unreadable() implements Dataset {

    @Override
    public String name() {
      return "unreadable";
    }

    @Override
    public ImageShape shape() {
      return new ImageShape(1, 1, 1);
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public void image(int index, byte[] into, int offset) {
      throw new IllegalStateException("the disk is gone");
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public double difficulty(int index) {
      return Double.NaN;
    }
  }
}
