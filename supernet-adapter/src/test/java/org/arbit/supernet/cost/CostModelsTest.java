package org.arbit.supernet.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.junit.jupiter.api.Test;

class CostModelsTest {

  /** 1x4x4 to 2 channels, 2 to 3 channels at half the size, 3 means to 5 classes. */
  static final NetworkSpec NETWORK =
      new NetworkSpec(
          "tiny",
          1,
          4,
          4,
          5,
          List.of(conv("a", 2, 3, 4, 2, 216, 54), conv("b", 3, 3, 2, 1, 324, 81)),
          List.of(
              conv("stem", 1, 2, 4, 1, 288, 18),
              new LayerSpec(
                  "classifier", LayerSpec.Kind.DENSE, -1, 3, 5, 1, 1, 1, 1, 1, 1, 15, 15)),
          List.of(new ExitSpec(1, 20)));

  private static LayerSpec conv(
      String name, int in, int out, int side, int stride, long macs, long weights) {
    LayerSpec.Kind kind = LayerSpec.Kind.CONVOLUTION;
    int to = side / stride;
    return new LayerSpec(name, kind, 0, in, out, 3, stride, side, side, to, to, macs, weights);
  }

  static CostRequest request(Map<String, String> options) {
    return new CostRequest(NETWORK, BitWidths.of(2, 8), false, options);
  }

  private static CostModel model(String name) {
    return CostModels.onClassPath().create(name, request(Map.of()));
  }

  @Test
  void weightBytesByHand() {
    CostModel model = model("weight-bytes");
    assertThat(model.unit()).isEqualTo("bytes");
    assertThat(model.layer(NETWORK, 0, 2, 8)).isEqualTo(13.5);
    assertThat(model.layer(NETWORK, 1, 3, 2)).isEqualTo(30.375);
    assertThat(model.fixed(NETWORK)).isEqualTo(18 + 15);
    assertThat(model.exit(NETWORK, NETWORK.exits().get(0))).isEqualTo(20 - 15);
    assertThat(WeightBytes.ofNetwork(NETWORK, Allocation.joint(2, 8)))
        .isEqualTo(13.5 + 81 + 18 + 15);
  }

  @Test
  void activationTrafficByHand() {
    CostModel model = model("activation-traffic");
    assertThat(model.unit()).isEqualTo("bytes");
    // 2 x 16 values, written and read.
    assertThat(model.layer(NETWORK, 0, 8, 2)).isEqualTo(2 * 32 * 2 / 8.0);
    assertThat(model.layer(NETWORK, 1, 2, 8)).isEqualTo(2 * 12);
    assertThat(model.fixed(NETWORK)).isEqualTo(2 * 16 + 2 * 3);
    assertThat(model.exit(NETWORK, NETWORK.exits().get(0))).isEqualTo(2 * 4 - 2 * 3);
  }

  @Test
  void bitOpsByHand() {
    CostModel model = model("bitops");
    assertThat(model.layer(NETWORK, 0, 2, 8)).isEqualTo(216 * 16);
    assertThat(model.fixed(NETWORK)).isEqualTo(64 * (288 + 15));
    assertThat(model.exit(NETWORK, NETWORK.exits().get(0))).isEqualTo(64 * (20 - 15));
  }

  @Test
  void everyModelIsFoundByNameAndUnknownOnesAreToldWithTheKnown() {
    assertThat(CostModels.onClassPath().catalog().names())
        .containsExactly("activation-traffic", "bitops", "table", "weight-bytes");
    assertThatThrownBy(() -> model("bitop")).hasMessageContaining("Maybe \"bitops\"?");
    assertThatThrownBy(
            () -> CostModels.onClassPath().create("table", request(Map.of("fil", "x.csv"))))
        .hasMessageContaining("option of the cost model \"table\"")
        .hasMessageContaining("Maybe \"file\"?");
    assertThatThrownBy(() -> model("table")).hasMessageContaining("needs the option \"file\"");
  }
}
