package org.arbit.supernet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.arbit.supernet.layers.Examples;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkReaderTest {

  private static final Map<String, Object> SMALL =
      Map.of(
          "name",
          "small",
          "stem",
          Map.of("channels", 8, "stride", 2L),
          "stages",
          List.of(
              Map.of("block", "residual", "blocks", 2, "channels", 16, "pool", "max"),
              Map.of("block", "separable", "channels", 12, "kernel", 5, "stride", 2),
              Map.of("block", "dense", "channels", 32)),
          "exits",
          List.of(1));

  @Test
  void whatIsLeftOutHasItsDefault() {
    NetworkDescription read = NetworkReader.read(SMALL, 99);
    assertThat(read)
        .isEqualTo(
            new NetworkDescription(
                "small",
                new Stem(8, 3, 2),
                Shortcut.PROJECTION,
                List.of(
                    new Stage(Block.RESIDUAL, 2, 16, 3, 1, Pool.MAX),
                    new Stage(Block.SEPARABLE, 1, 12, 5, 2, Pool.NONE),
                    new Stage(Block.DENSE, 1, 32, 1, 1, Pool.NONE)),
                Exits.after(List.of(1))));
    assertThat(read.width()).isEqualTo(8);
    assertThat(read.blocks()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBack(Examples example) {
    NetworkDescription network = example.description();
    assertThat(NetworkReader.read(NetworkReader.write(network), network.width()))
        .isEqualTo(network);
  }

  @Test
  void aNetworkByNameIsWrittenAsItsName() {
    assertThat(NetworkReader.write(Networks.named("vgg-small", 16))).isEqualTo("vgg-small");
    assertThat(
            NetworkReader.write(Networks.named("resnet8", 16).withExits(Exits.after(List.of(0)))))
        .isInstanceOf(Map.class);
  }

  @Test
  void aBaseGivesWhatIsLeftOut() {
    NetworkDescription read =
        NetworkReader.read(Map.of("base", "resnet20", "exits", List.of(2, 5), "exitGrid", 4), 16);
    assertThat(read)
        .isEqualTo(Networks.named("resnet20", 16).withExits(new Exits(List.of(2, 5), 0.3, 4)));
  }

  @Test
  void everySlipIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                NetworkReader.read(
                    Map.of(
                        "stem",
                        Map.of("channels", "many"),
                        "shortcut",
                        "averag",
                        "stages",
                        List.of(
                            Map.of("block", "plane", "channels", 4, "stirde", 2),
                            Map.of("block", "plain"),
                            7),
                        "exits",
                        3,
                        "exit",
                        List.of()),
                    8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("stem.channels is many, but must be a whole number")
        .hasMessageContaining("\"averag\"")
        .hasMessageContaining("Maybe \"average\"?")
        .hasMessageContaining("stages[0].block: There is no block \"plane\"")
        .hasMessageContaining("Maybe \"stride\"?")
        .hasMessageContaining("stages[1].channels is missing")
        .hasMessageContaining("stages[2] is 7, but must be a mapping")
        .hasMessageContaining("exits is 3, but must be a list")
        .hasMessageContaining("Maybe \"exits\"?");
  }

  @Test
  void everyValueOutOfRangeIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                new NetworkDescription(
                    " ",
                    new Stem(0, 2, 3),
                    Shortcut.AVERAGE,
                    List.of(
                        new Stage(Block.DENSE, 1, 8, 3, 2, Pool.MAX),
                        new Stage(Block.PLAIN, 0, 8, 7, 1, Pool.NONE)),
                    new Exits(List.of(1), 0, 0)))
        .hasMessageContaining("name is \" \"")
        .hasMessageContaining("stem.channels is 0, but must be in 1..4096")
        .hasMessageContaining("stem.kernel is 2, but must be 1, 3 or 5")
        .hasMessageContaining("stem.stride is 3, but must be 1 or 2")
        .hasMessageContaining("stages[0].kernel is 3, but must be 1 if dense")
        .hasMessageContaining("stages[0].stride is 2, but must be 1 if dense")
        .hasMessageContaining("stages[0].pool is MAX, but must be none if dense")
        .hasMessageContaining("stages[1].block is plain, but must be dense after a dense one")
        .hasMessageContaining("stages[1].blocks is 0")
        .hasMessageContaining("stages[1].kernel is 7")
        .hasMessageContaining("exits is [1]")
        .hasMessageContaining("exitLoss is 0.0")
        .hasMessageContaining("exitGrid is 0, but must be in 1..64");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> NetworkReader.read("resnet9", 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("mobilenet-small, resnet20, resnet8, vgg-small")
        .hasMessageContaining("Maybe \"resnet8\"?");
  }
}
