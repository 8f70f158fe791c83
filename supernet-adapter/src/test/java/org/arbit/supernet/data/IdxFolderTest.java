package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.arbit.supernet.spi.InvalidInputException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdxFolderTest {

  private static final int ROWS = 3;
  private static final int COLUMNS = 2;

  @TempDir Path folder;

  @BeforeEach
  void writeASmallDataSet() throws IOException {
    write("train-images-idx3-ubyte", images(40));
    write("train-labels-idx1-ubyte", labels(40));
    write("t10k-images-idx3-ubyte", images(10));
    write("t10k-labels-idx1-ubyte", labels(10));
  }

  @Test
  void readsPlainFiles() {
    DataSplits splits = load();
    assertThat(splits.train().shape()).isEqualTo(new ImageShape(1, ROWS, COLUMNS));
    assertThat(splits.train().size()).isEqualTo(36);
    assertThat(splits.validation().size()).isEqualTo(4);
    byte[] image = new byte[ROWS * COLUMNS];
    splits.test().image(7, image, 0);
    assertThat(image).containsExactly(42, 43, 44, 45, 46, 47);
    assertThat(splits.test().label(7)).isEqualTo(7);
    assertThat(splits.test().difficulty(7)).isNaN();
  }

  @Test
  void readsGzipToTheSameHash() throws IOException {
    String hash = load().sha256();
    for (String name : names()) {
      Files.write(folder.resolve(name + ".gz"), gzip(Files.readAllBytes(folder.resolve(name))));
      Files.delete(folder.resolve(name));
    }
    assertThat(load().sha256()).isEqualTo(hash);
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    refused().hasMessageContaining("t10k-labels-idx1-ubyte is missing");
  }

  @Test
  void namesAWrongMagicNumber() throws IOException {
    write("train-images-idx3-ubyte", labels(40));
    refused()
        .hasMessageContaining("train-images-idx3-ubyte")
        .hasMessageContaining("0x00000801; expected 0x00000803")
        .hasMessageContaining("swapped");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 15, 16, 17, 255})
  void refusesATruncatedFile(int length) throws IOException {
    write("train-images-idx3-ubyte", Arrays.copyOf(images(40), length));
    refused().hasMessageContaining("truncated");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 9, 10, 18, 40, -8, -1})
  void refusesTruncatedGzip(int length) throws IOException {
    byte[] packed = gzip(images(40));
    int kept = length < 0 ? packed.length + length : length;
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    write("train-images-idx3-ubyte.gz", Arrays.copyOf(packed, kept));
    refused().hasMessageContaining("truncated");
  }

  @Test
  void refusesTrailingBytes() throws IOException {
    write("train-labels-idx1-ubyte", Arrays.copyOf(labels(40), 8 + 41));
    refused().hasMessageContaining("more bytes follow");
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    byte[] packed = gzip(labels(40));
    write("train-labels-idx1-ubyte.gz", Arrays.copyOf(packed, packed.length + 1));
    refused().hasMessageContaining("bytes follow the end of the gzip data");
  }

  /** The few bits that pad the deflate stream carry nothing: without them the data are the same. */
  @Test
  void noFlippedBitOfAGzipBodyChangesTheData() throws IOException {
    String hash = load().sha256();
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    byte[] packed = gzip(images(40));
    int refused = 0;
    for (int i = 10; i < packed.length; i++) {
      byte[] broken = packed.clone();
      broken[i] ^= 0x10;
      write("train-images-idx3-ubyte.gz", broken);
      try {
        assertThat(load().sha256()).isEqualTo(hash);
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageContaining("train-images-idx3-ubyte.gz");
        refused++;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(packed.length - 11);
  }

  @Test
  void believesNoHeaderThatPromisesMoreThanTheFileHolds() throws IOException {
    byte[] huge = images(40);
    ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE).putInt(8, Integer.MAX_VALUE);
    write("train-images-idx3-ubyte", huge);
    refused()
        .hasMessageContaining("2147483647 x 2147483647 x 2 bytes")
        .hasMessageContaining("hold at most");
    ByteBuffer.wrap(huge).putInt(4, 40_000).putInt(8, 40);
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    write("train-images-idx3-ubyte.gz", gzip(huge));
    refused().hasMessageContaining("it can hold at most");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesALengthBelowOne(int length) throws IOException {
    byte[] bytes = images(40);
    ByteBuffer.wrap(bytes).putInt(8, length);
    write("train-images-idx3-ubyte", bytes);
    refused().hasMessageContaining("length " + length);
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    byte[] bytes = labels(40);
    bytes[8 + 5] = (byte) 200;
    write("train-labels-idx1-ubyte", bytes);
    refused().hasMessageContaining("label 200 at position 5; expected 0..9");
  }

  @Test
  void refusesCountsThatDiffer() throws IOException {
    write("train-labels-idx1-ubyte", labels(39));
    refused().hasMessageContaining("40 images").hasMessageContaining("39 labels");
  }

  private DataSplits load() {
    return new IdxFolder(folder, IdxFolder.DEFAULT_CLASSES).load(SplitSizes.DEFAULT, 1);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(this::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static String[] names() {
    return new String[] {
      "train-images-idx3-ubyte",
      "train-labels-idx1-ubyte",
      "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte"
    };
  }

  private static byte[] images(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(16 + count * ROWS * COLUMNS);
    buffer.putInt(0x803).putInt(count).putInt(ROWS).putInt(COLUMNS);
    while (buffer.hasRemaining()) {
      buffer.put((byte) (buffer.position() - 16));
    }
    return buffer.array();
  }

  private static byte[] labels(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ((buffer.position() - 8) % 10));
    }
    return buffer.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
