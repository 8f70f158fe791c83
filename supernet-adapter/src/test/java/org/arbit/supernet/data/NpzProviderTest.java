package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpzProviderTest {

  private final DataSets dataSets = DataSets.onClassPath();
  private final Map<String, byte[]> arrays = new LinkedHashMap<>();

  @TempDir Path folder;

  @BeforeEach
  void fillTheNamesOfKeras() {
    arrays.put("x_train", array(1, "|u1", "(20, 3, 2)", counting(120)));
    arrays.put("y_train", array(1, "|u1", "(20,)", labels(20)));
    arrays.put("x_test", array(2, "|u1", "(5, 3, 2)", counting(30)));
    arrays.put("y_test", array(3, "|u1", "(5, 1)", labels(5)));
  }

  @Test
  void readsTheNamesOfKeras() throws IOException {
    DataSplits splits = load();
    assertThat(splits.train().size()).isEqualTo(18);
    assertThat(splits.validation().size()).isEqualTo(2);
    assertThat(splits.test().shape()).isEqualTo(new ImageShape(1, 3, 2));
    assertThat(splits.test().classes()).isEqualTo(4);
    assertThat(image(splits.test(), 2)).containsExactly(12, 13, 14, 15, 16, 17);
    assertThat(splits.test().label(2)).isEqualTo(2);
  }

  @Test
  void keepsAValidationPartThatIsGiven() throws IOException {
    arrays.clear();
    for (String part : new String[] {"train", "val", "test"}) {
      arrays.put(part + "_images", array(1, "|u1", "(4, 1, 1)", counting(4)));
      arrays.put(part + "_labels", array(1, "|u1", "(4, 1)", labels(4)));
    }
    DataSplits splits = load();
    assertThat(splits.train().size()).isEqualTo(4);
    assertThat(splits.validation().size()).isEqualTo(4);
    assertThat(image(splits.validation(), 3)).containsExactly(3);
  }

  @Test
  void cutsAllThreePartsFromDataWithoutATestSet() throws IOException {
    arrays.clear();
    arrays.put("images", array(1, "|u1", "(40, 1, 1)", counting(40)));
    arrays.put("labels", array(1, "|u1", "(40,)", labels(40)));
    DataSplits splits = load();
    assertThat(splits.train().size()).isEqualTo(32);
    assertThat(splits.test().size()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"'(5, 1, 2, 3)', 3x1x2, 6 9 7 10 8 11", "'(5, 3, 1, 2)', 3x1x2, 6 7 8 9 10 11"})
  void channelsMayBeLastOrFirst(String shape, String expected, String pixels) throws IOException {
    arrays.put("x_test", array(1, "|u1", shape, counting(30)));
    arrays.put("x_train", array(1, "|u1", shape.replace("5", "20"), counting(120)));
    Dataset test = load().test();
    assertThat(test.shape()).hasToString(expected);
    assertThat(Arrays.toString(image(test, 1))).isEqualTo("[" + pixels.replace(" ", ", ") + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"|i1", "<i2", ">i2", "<u4", ">i4", "<i8", ">u8"})
  void labelsMayBeAnyWholeNumbers(String type) throws IOException {
    int width = type.charAt(2) - '0';
    arrays.put("y_test", array(1, type, "(5,)", wide(labels(5), width, type.startsWith(">"))));
    Dataset test = load().test();
    for (int i = 0; i < 5; i++) {
      assertThat(test.label(i)).isEqualTo(i % 4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<f4; (5, 3, 2); 120; has the type <f4; expected |u1",
        "|u1; (5, 3, 2); 29; is truncated: it has 29 bytes of 30",
        "|u1; (5, 3, 2); 31; has more bytes than its shape 5 x 3 x 2 needs",
        "|u1; (5, 6); 30; has the shape 5 x 6",
        "|u1; (); 1; has the shape",
        "|u1; (0, 3, 2); 0; has the shape 0 x 3 x 2",
        "|u1; (99999, 99999, 99999); 30; promises 99999 x 99999 x 99999 elements",
        "|u1; (2147483647, 2147483647, 2147483647); 30; can hold at most",
        "|u1; (99999999999, 1, 1); 30; too large a number",
        "|O; (5, 3, 2); 30; has the type |O",
        "|u1; (5, -3, 2); 30; no simple type, order or shape",
      })
  void refusesImagesThatAreNot(String type, String shape, int bytes, String reason)
      throws IOException {
    arrays.put("x_test", array(1, type, shape, counting(bytes)));
    refused(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|u1; (4,); 4; has the shape 4; expected 5 labels",
        "<f8; (5,); 40; has the type <f8; expected whole numbers",
        "|u1; (5, 14); 70; has the shape 5 x 14; expected 5 labels",
      })
  void refusesLabelsThatAreNot(String type, String shape, int bytes, String reason)
      throws IOException {
    arrays.put("y_test", array(1, type, shape, counting(bytes)));
    refused(reason);
  }

  @Test
  void refusesANegativeLabel() throws IOException {
    arrays.put("y_test", array(1, "<i2", "(5,)", new byte[] {0, 0, -1, -1, 0, 0, 0, 0, 0, 0}));
    refused("has label -1 at position 1");
  }

  @Test
  void refusesFortranOrderAndUnknownVersions() throws IOException {
    byte[] good = arrays.get("x_test");
    String text = new String(good, StandardCharsets.ISO_8859_1);
    arrays.put("x_test", text.replace("False", "True ").getBytes(StandardCharsets.ISO_8859_1));
    refused("Fortran order");
    good[6] = 9;
    arrays.put("x_test", good);
    refused("version is 9");
  }

  @Test
  void namesTheArraysOfAnArchiveWithoutImages() throws IOException {
    arrays.keySet().removeIf(name -> name.startsWith("x"));
    refused("holds y_test, y_train; expected x_train");
  }

  @Test
  void noTruncationGoesUnseen() throws IOException {
    Path file = write();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> dataSets.load(DataRequest.of(folder, 1)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("data.npz");
    }
  }

  @Test
  void noFlippedBitChangesTheData() throws IOException {
    Path file = write();
    String hash = dataSets.load(DataRequest.of(file, 1)).sha256();
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] broken = whole.clone();
      broken[i] ^= (byte) (1 << i % 8);
      Files.write(file, broken);
      try {
        assertThat(dataSets.load(DataRequest.of(file, 1)).sha256()).isEqualTo(hash);
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains("data.npz").doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 3);
  }

  private DataSplits load() throws IOException {
    write();
    return dataSets.load(DataRequest.of(folder, 1));
  }

  private void refused(String reason) {
    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("data.npz")
        .hasMessageNotContaining("\n");
  }

  private Path write() throws IOException {
    Path file = folder.resolve("data.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }

  private static byte[] array(int version, String type, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putInt(header.length()).array(), 0, version == 1 ? 2 : 4);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static byte[] counting(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static byte[] labels(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i % 4);
    }
    return bytes;
  }

  private static byte[] wide(byte[] values, int width, boolean big) {
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < values.length; i++) {
      bytes[i * width + (big ? width - 1 : 0)] = values[i];
    }
    return bytes;
  }

  private static byte[] image(Dataset data, int index) {
    byte[] pixels = new byte[data.shape().size()];
    data.image(index, pixels, 0);
    return pixels;
  }
}
