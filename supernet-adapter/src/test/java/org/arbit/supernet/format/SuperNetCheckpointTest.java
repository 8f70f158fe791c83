package org.arbit.supernet.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Examples;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuperNetCheckpointTest {

  @TempDir Path folder;

  private static SuperNetCheckpoint checkpoint() {
    return checkpoint(Networks.named("resnet8", 4));
  }

  private static SuperNetCheckpoint checkpoint(NetworkDescription network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Tensor(new int[] {2, 3}, new float[] {1, -0f, 3, 4e-40f, 5, 6}));
    tensors.put("a", new Tensor(new int[] {1}, new float[] {7.5f}));
    return new SuperNetCheckpoint(
        "abn",
        "lsq",
        network,
        new ImageShape(1, 28, 28),
        10,
        BitWidths.of(2, 3, 4, 8),
        false,
        Map.of("seed", "1"),
        tensors);
  }

  @Test
  void comesBackAsItWasWritten() throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint().save(place);
    SuperNetCheckpoint read = SuperNetCheckpoint.load(place);
    assertThat(read.recipe()).isEqualTo("abn");
    assertThat(read.bitWidths()).isEqualTo(BitWidths.of(2, 3, 4, 8));
    assertThat(read.image()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(read.provenance()).containsEntry("seed", "1");
    assertThat(read.tensors().keySet()).containsExactly("b", "a");
    assertThat(read.tensors().get("b").shape()).containsExactly(2, 3);
    assertThat(read.tensors().get("b").values()).containsExactly(1, -0f, 3, 4e-40f, 5, 6);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheWholeDescriptionOfANetwork(Examples example) throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint(example.description()).save(place);
    assertThat(SuperNetCheckpoint.load(place).network()).isEqualTo(example.description());
  }

  @Test
  void aNetworkThatANameDescribesIsWrittenInTheFirstSchema() throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint().save(place);
    assertThat(Files.readString(place.resolve("supernet.json")))
        .contains("\"schema\" : 1", "\"network\" : \"resnet8\"", "\"width\" : 4");
    checkpoint(Networks.named("resnet8", 4).withExits(Exits.after(List.of(1)))).save(place);
    assertThat(Files.readString(place.resolve("supernet.json"))).contains("\"schema\" : 2");
  }

  @Test
  void refusesADescriptionThatMakesNoNetwork() throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint(Examples.MIXED.description()).save(place);
    Path json = place.resolve("supernet.json");
    Files.writeString(json, Files.readString(json).replace("\"separable\"", "\"separated\""));
    assertThatThrownBy(() -> SuperNetCheckpoint.load(place))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("supernet.json is damaged")
        .hasMessageContaining("Maybe \"separable\"?");
  }

  @Test
  void refusesANewerSchemaAndAFolderThatIsNone() throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint().save(place);
    Path json = place.resolve("supernet.json");
    Files.writeString(json, Files.readString(json).replace("\"schema\" : 1", "\"schema\" : 3"));
    assertThatThrownBy(() -> SuperNetCheckpoint.load(place))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("schema 3")
        .hasMessageContaining("update");
    assertThatThrownBy(() -> SuperNetCheckpoint.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("supernet.json");
  }

  @Test
  void everyTruncationOfTheWeightsIsNoticed() throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint().save(place);
    Path file = place.resolve("weights.safetensors");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("weights.safetensors");
    }
  }

  @Test
  void everyFlippedBitOfTheWeightsIsNoticedOrChangesNothing() throws IOException {
    Path place = folder.resolve("supernet");
    checkpoint().save(place);
    Path file = place.resolve("weights.safetensors");
    byte[] whole = Files.readAllBytes(file);
    Map<String, Tensor> tensors = checkpoint().tensors();
    int refused = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      try {
        assertThat(Safetensors.read(file))
            .usingRecursiveComparison()
            .as("bit %d", bit)
            .isEqualTo(tensors);
      } catch (InvalidInputException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
    // What is left is the padding of the header, and the key by which it is checked.
    assertThat(refused).isGreaterThan(7 * whole.length);
  }

  @Test
  void aFileOfSomebodyElseHasNoDigest() throws IOException {
    Path file = folder.resolve("foreign.safetensors");
    byte[] header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}} ".getBytes(UTF_8);
    byte[] bytes = new byte[8 + header.length + 2];
    bytes[0] = (byte) header.length;
    System.arraycopy(header, 0, bytes, 8, header.length);
    bytes[bytes.length - 1] = 7;
    Files.write(file, bytes);
    assertThat(Safetensors.readTyped(file).tensors().get("a").data()).containsExactly(0, 7);
    assertThat(Safetensors.readTyped(file).metadata()).isEmpty();
  }

  @Test
  void aNetworkWhoseArraysAreMissingIsRefusedByName() {
    Workers workers = new Workers(1);
    assertThatThrownBy(() -> FrozenNetwork.of(checkpoint(), workers))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("stem.weight")
        .hasMessageContaining("none");
  }
}
