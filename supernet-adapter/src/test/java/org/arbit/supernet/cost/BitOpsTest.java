package org.arbit.supernet.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.layers.NetworkPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitOpsTest {

  private static final NetworkSpec RESNET20 =
      NetworkPlan.named("resnet20", 16, new ImageShape(3, 32, 32), 10).spec();

  /** Published for ResNet-20 on CIFAR with stem and classifier at 8 bits, in G. */
  @ParameterizedTest
  @CsvSource({"8, 2.595", "4, 0.670", "3, 0.389", "2, 0.189"})
  void resnet20AgreesWithThePublishedFigures(int bits, double billions) {
    long found = BitOps.ofNetwork(RESNET20, Allocation.uniform(RESNET20.layers(), bits));
    assertThat(found / 1e9).isCloseTo(billions, within(0.0005));
  }

  @Test
  void resnet8ByHand() {
    NetworkSpec network = NetworkPlan.named("resnet8", 8, new ImageShape(1, 28, 28), 10).spec();
    long stem = 8 * 784 * 9;
    long classifier = 32 * 10;
    assertThat(network.fixedMacs()).isEqualTo(stem + classifier);
    assertThat(network.layer(0).macs()).isEqualTo(8 * 784 * 8 * 9);
    assertThat(network.layer(2).macs()).isEqualTo(16 * 196 * 8 * 9);
    assertThat(network.layer(5).macs()).isEqualTo(32 * 49 * 32 * 9);
    Allocation separate =
        Allocation.separate(new int[] {2, 3, 4, 8, 2, 2}, new int[] {8, 4, 3, 2, 4, 8});
    long expected = 64 * (stem + classifier);
    for (int l = 0; l < 6; l++) {
      expected += network.layer(l).macs() * separate.weightBits(l) * separate.activationBits(l);
    }
    assertThat(BitOps.ofNetwork(network, separate)).isEqualTo(expected);
  }
}
