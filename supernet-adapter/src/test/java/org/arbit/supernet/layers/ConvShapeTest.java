package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvShapeTest {

  /** Maps of 12,544 elements, of which two are cached, of 3,136 and of 802,816. */
  @ParameterizedTest
  @CsvSource({
    "28, 8, 2",
    "28, 7, 1",
    "28, 1, 1",
    "14, 8, 8",
    "14, 24, 8",
    "14, 7, 7",
    "14, 13, 1",
    "224, 8, 1"
  })
  void partsAreEqualAndFitTheCache(int side, int samples, int together) {
    ConvShape shape = new ConvShape(1, 16, 3, 1, side, side, false);
    assertThat(shape.together(samples)).isEqualTo(together);
  }
}
