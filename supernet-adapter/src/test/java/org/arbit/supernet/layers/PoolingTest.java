package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.arbit.supernet.network.Pool;
import org.junit.jupiter.api.Test;

class PoolingTest {

  /** Two channels of 3x5 pixels; the last row and column are left out. */
  private static final float[] VALUES = {
    1, 7, 3, 2, 9, 4, 5, 8, 8, 9, 9, 9, 9, 9, 9,
    0, 0, 1, 6, 9, 0, 0, 2, 5, 9, 9, 9, 9, 9, 9
  };

  private static NetworkPlan.Node node(Pool pool) {
    ConvShape shape = new ConvShape(2, 2, 3, 1, 3, 5, false);
    return new NetworkPlan.Node("block0.conv", shape, 0, -1, NetworkPlan.Join.NONE, null, pool);
  }

  private static float[] run(Pool pool) {
    float[] shifted = new float[VALUES.length + 4];
    System.arraycopy(VALUES, 0, shifted, 4, VALUES.length);
    float[] into = new float[4];
    Pooling.run(node(pool), shifted, 4, into);
    return into;
  }

  @Test
  void byHand() {
    assertThat(node(Pool.MAX).mapSize()).isEqualTo(4);
    assertThat(run(Pool.MAX)).containsExactly(7, 8, 0, 6);
    assertThat(run(Pool.AVERAGE)).containsExactly(17 / 4f, 21 / 4f, 0, 14 / 4f);
  }

  @Test
  void theGradientGoesWhereTheValueCameFrom() {
    float[] gradient = {99, 10, 20, 30, 40};
    float[] into = new float[VALUES.length];
    Arrays.fill(into, 77);
    Pooling.backward(node(Pool.MAX), gradient, 1, VALUES, into, 0);
    float[] expected = new float[VALUES.length];
    expected[1] = 10;
    expected[7] = 20; // the first of two eights
    expected[15] = 30; // the first of four zeros
    expected[18] = 40;
    assertThat(into).containsExactly(expected);
    Pooling.backward(node(Pool.AVERAGE), gradient, 1, VALUES, into, 0);
    Arrays.fill(expected, 0);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 2; x++) {
        expected[5 * y + x] = 2.5f;
        expected[5 * y + x + 2] = 5;
        expected[15 + 5 * y + x] = 7.5f;
        expected[15 + 5 * y + x + 2] = 10;
      }
    }
    assertThat(into).containsExactly(expected);
  }
}
