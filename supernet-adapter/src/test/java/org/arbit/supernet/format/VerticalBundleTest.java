package org.arbit.supernet.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.quant.Cascade;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerticalBundleTest {

  private static final BitWidths BITS = BitWidths.of(2, 4, 8);
  private static final byte[] MASTER = new byte[3 * 7 * 9];

  static {
    new Random(2).nextBytes(MASTER);
  }

  @TempDir Path folder;

  private Path written() throws IOException {
    Path at = folder.resolve("bundle");
    List<Map<String, TypedTensor>> parameters =
        List.of(
            Map.of("a.step.2", TypedTensor.floats(new float[] {0.5f}, 1)),
            Map.of("a.step.4", TypedTensor.floats(new float[] {0.25f}, 1)),
            Map.of("a.step.8", TypedTensor.signed(new byte[] {-1, 2}, 2, 1)));
    new VerticalBundle(
            "tiny",
            "abc",
            BITS,
            List.of(
                new VerticalBundle.Master("a", new int[] {3, 7, 3, 3}, MASTER),
                new VerticalBundle.Master("b", new int[] {2}, new byte[] {-128, 127})),
            parameters)
        .write(at);
    return at;
  }

  @Test
  void comesBackBitForBitAtEveryPrecision() throws IOException {
    Path at = written();
    for (int i = 0; i < 3; i++) {
      VerticalBundle read = VerticalBundle.read(at, BITS.at(i));
      assertThat(read.network()).isEqualTo("tiny");
      assertThat(read.fingerprint()).isEqualTo("abc");
      assertThat(read.bitWidths().max()).isEqualTo(BITS.at(i));
      assertThat(read.masters().get(0).shape()).containsExactly(3, 7, 3, 3);
      assertThat(read.masters().get(0).codes()).containsExactly(Cascade.down(MASTER, BITS, i));
      assertThat(read.parameters()).hasSize(i + 1);
    }
    VerticalBundle all = VerticalBundle.read(at, 8);
    assertThat(all.masters().get(0).codes()).containsExactly(MASTER);
    assertThat(all.masters().get(1).codes()).containsExactly(-128, 127);
    assertThat(all.parameters().get(1)).containsOnlyKeys("a.step.4");
    assertThat(all.parameters().get(1).get("a.step.4").toFloats()).containsExactly(0.25f);
    assertThat(all.parameters().get(2).get("a.step.8").data()).containsExactly(-1, 2);
  }

  @Test
  void whatHasNotBeenFetchedIsMissedOnlyWhenItIsNeeded() throws IOException {
    Path at = written();
    Files.delete(at.resolve("enhancement-8.safetensors"));
    assertThat(VerticalBundle.read(at, 4).masters()).hasSize(2);
    refused(at, 8, "enhancement-8.safetensors does not exist");
    refused(at, 3, "no layers for 3 bits; it has {2,4,8}");
  }

  @Test
  void filesThatAreNotWholeAreRefusedInOneLine() throws IOException {
    Path at = written();
    Path base = at.resolve("base-2.safetensors");
    byte[] bytes = Files.readAllBytes(base);
    Files.write(base, Arrays.copyOf(bytes, bytes.length - 1));
    refused(at, 8, "base-2.safetensors is not the file that vertical.json tells of");
    bytes[bytes.length - 1] ^= 1;
    Files.write(base, bytes);
    refused(at, 2, "SHA-256 differs");
    written();
    Path json = at.resolve("vertical.json");
    String text = Files.readString(json);
    Files.writeString(json, text.substring(0, text.length() / 2));
    refused(at, 8, "is not valid JSON");
    Files.writeString(json, text.replace("\"schema\" : 1", "\"schema\" : 2"));
    refused(at, 8, "has schema 2, but this version reads 1. Maybe update Arbit?");
    Files.writeString(json, text.replace("\"a\"", "\"c\""));
    refused(at, 8, "has no codes of the layer c");
    Files.writeString(json, text.replace("7,", "8,"));
    refused(at, 8, "damaged");
    Files.delete(json);
    refused(at, 8, "vertical.json does not exist");
  }

  private static void refused(Path at, int bits, String message) {
    assertThatThrownBy(() -> VerticalBundle.read(at, bits))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
