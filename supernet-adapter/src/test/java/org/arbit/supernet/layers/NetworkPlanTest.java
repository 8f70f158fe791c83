package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.network.Block;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.network.Pool;
import org.arbit.supernet.network.Shortcut;
import org.arbit.supernet.network.Stage;
import org.arbit.supernet.network.Stem;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPlanTest {

  private static NetworkDescription network(Shortcut shortcut, Stage... stages) {
    return new NetworkDescription("mine", Stem.of(4), shortcut, List.of(stages), Exits.NONE);
  }

  @Test
  void macsAndWeightsOfASmallNetworkByHand() {
    NetworkDescription network =
        new NetworkDescription(
            "mine",
            new Stem(4, 5, 2),
            Shortcut.PROJECTION,
            List.of(
                Stage.of(Block.RESIDUAL, 1, 6, 2).then(Pool.MAX),
                new Stage(Block.SEPARABLE, 1, 10, 5, 1, Pool.NONE),
                Stage.of(Block.DENSE, 1, 7, 1)),
            Exits.after(List.of(0, 1)));
    NetworkSpec spec = NetworkPlan.of(network, new ImageShape(3, 21, 17), 5).spec();
    // 21x17 -> stem 11x9 -> residual 6x5 -> pooled 3x2.
    assertThat(spec.fixed().get(0).macs()).isEqualTo(4 * 11 * 9 * 3 * 25);
    assertThat(spec.searchable())
        .extracting(LayerSpec::name)
        .containsExactly(
            "block0.conv1", "block0.conv2", "block1.depthwise", "block1.pointwise", "block2.dense");
    assertThat(spec.searchable())
        .extracting(LayerSpec::macs)
        .containsExactly(
            6L * 6 * 5 * 4 * 9 + 6 * 6 * 5 * 4, // the projection is billed here
            6L * 6 * 5 * 6 * 9,
            6L * 3 * 2 * 25,
            10L * 3 * 2 * 6,
            7L * 60);
    assertThat(spec.searchable())
        .extracting(LayerSpec::weights)
        .containsExactly(6L * 4 * 9 + 6 * 4, 6L * 6 * 9, 6L * 25, 10L * 6, 7L * 60);
    assertThat(spec.searchable())
        .extracting(LayerSpec::kind)
        .containsExactly(
            LayerSpec.Kind.CONVOLUTION,
            LayerSpec.Kind.CONVOLUTION,
            LayerSpec.Kind.DEPTHWISE,
            LayerSpec.Kind.CONVOLUTION,
            LayerSpec.Kind.DENSE);
    assertThat(spec.fixed().get(1).macs()).isEqualTo(7 * 5);
    assertThat(spec.exits().get(0).beforeLayer()).isEqualTo(2);
    assertThat(spec.exits().get(0).macs()).isEqualTo(6 * 5);
    assertThat(spec.exits().get(1).beforeLayer()).isEqualTo(4);
    assertThat(spec.exits().get(1).macs()).isEqualTo(10 * 5);
  }

  @ParameterizedTest
  @CsvSource({"resnet8, true", "resnet20, true", "vgg-small, false", "mobilenet-small, false"})
  void builtInNetworksTakeTheImagesThatTheyCan(String name, boolean parameterFree) {
    for (ImageShape image : List.of(new ImageShape(1, 28, 28), new ImageShape(3, 32, 32))) {
      NetworkPlan plan = NetworkPlan.named(name, 8, image, 10);
      assertThat(plan.spec().name()).isEqualTo(name);
      assertThat(plan.nodes()).allMatch(node -> node.projection() == null);
    }
    ImageShape odd = new ImageShape(1, 27, 29);
    if (parameterFree) {
      assertThatThrownBy(() -> NetworkPlan.named(name, 8, odd, 10))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("27x29")
          .hasMessageContaining(name.equals("resnet8") ? "block1 halves" : "block3 halves")
          .hasMessageContaining("Maybe pad the images");
    } else {
      assertThat(NetworkPlan.named(name, 8, odd, 10).lastMap().plane()).isPositive();
    }
  }

  @Test
  void shapesThatDoNotFitSayWhere() {
    Stage pooled = Stage.of(Block.PLAIN, 1, 4, 2).then(Pool.AVERAGE);
    assertThatThrownBy(
            () ->
                NetworkPlan.of(
                    network(Shortcut.AVERAGE, pooled, pooled), new ImageShape(1, 8, 30), 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("images of 1x8x30: block1 pools 2x2 pixels")
        .hasMessageContaining("1x4");
    NetworkDescription cells = Networks.named("resnet8", 4).withExits(new Exits(List.of(1), 1, 4));
    assertThatThrownBy(() -> NetworkPlan.of(cells, new ImageShape(1, 12, 12), 3))
        .hasMessageContaining("block1 has a head that reads a grid of 4x4 cells")
        .hasMessageContaining("6x6 pixels");
    Stage narrow = Stage.of(Block.RESIDUAL, 1, 3, 1);
    assertThatThrownBy(
            () -> NetworkPlan.of(network(Shortcut.AVERAGE, narrow), new ImageShape(1, 8, 8), 3))
        .hasMessageContaining("block0 goes from 4 to 3 channels")
        .hasMessageContaining("projection");
    assertThat(
            NetworkPlan.of(network(Shortcut.PROJECTION, narrow), new ImageShape(1, 8, 8), 3)
                .nodes()
                .get(0)
                .projectionName())
        .isEqualTo("block0.shortcut");
  }

  @Test
  void resnet20HasTheMacsOfItsPaper() {
    // He et al., arXiv 1512.03385, table 6: 0.27 M parameters; 40.6 M MACs at 32x32.
    NetworkSpec spec =
        NetworkPlan.of(Networks.named("resnet20", 16), new ImageShape(3, 32, 32), 10).spec();
    assertThat(spec.searchableMacs() + spec.fixedMacs()).isEqualTo(40_551_040);
    long weights = spec.searchable().stream().mapToLong(LayerSpec::weights).sum();
    assertThat(weights)
        .isEqualTo(16 * 16 * 9 * 6 + (16 + 32 * 5) * 32 * 9 + (32 + 64 * 5) * 64 * 9);
  }
}
