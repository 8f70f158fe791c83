package org.arbit.supernet.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.arbit.supernet.BitWidths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeTest {

  private static byte[] everyCode(int bits) {
    byte[] codes = new byte[1 << bits];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (LsqWeights.least(bits) + i);
    }
    return codes;
  }

  @ParameterizedTest
  @CsvSource({
    // code, from, bits, expected: ties go to even, the clamp holds, one bit is the sign.
    "127, 8, 4, 7",
    "-128, 8, 4, -8",
    "24, 8, 4, 2",
    "40, 8, 4, 2",
    "-8, 8, 4, 0",
    "3, 4, 2, 1",
    "-3, 4, 2, -1",
    "-2, 4, 2, 0",
    "0, 2, 1, 1",
    "-1, 2, 1, -1"
  })
  void downByHand(int code, int from, int bits, int expected) {
    assertThat(Cascade.down(code, from, bits)).isEqualTo(expected);
  }

  /** All pairs of precisions, all codes: exact, and the rest fits from - bits + 1 signed bits. */
  @Test
  void theEnhancementBringsTheMasterBackToTheBit() {
    for (int from = 2; from <= 8; from++) {
      for (int bits = 1; bits < from; bits++) {
        byte[] master = everyCode(from);
        byte[] base = new byte[master.length];
        for (int i = 0; i < base.length; i++) {
          base[i] = (byte) Cascade.down(master[i], from, bits);
        }
        byte[] rest = Cascade.enhancement(master, base, from, bits);
        assertThat(Cascade.up(base, rest, from, bits)).containsExactly(master);
        int width = from - bits + 1;
        for (byte r : rest) {
          assertThat((int) r)
              .as("%d to %d bits", from, bits)
              .isBetween(-(1 << (width - 1)), (1 << (width - 1)) - 1);
        }
      }
    }
  }

  @Test
  void goesThroughEveryCandidateOnTheWay() {
    // 87/16 = 5.4 -> 5 at four bits, 5/4 = 1.25 -> 1 at two; but 96/64 = 1.5 -> 2 -> 1 at once.
    byte[] master = {87, 24};
    assertThat(Cascade.down(master, BitWidths.of(2, 4, 8), 0)).containsExactly(1, 0);
    assertThat(Cascade.down(master, BitWidths.of(2, 8), 0)).containsExactly(1, 0);
    // 40/16 = 2.5 -> 2, 2/4 = 0.5 -> 0; straight down 40/64 = 0.6 -> 1.
    assertThat(Cascade.down(new byte[] {40}, BitWidths.of(2, 4, 8), 0)).containsExactly(0);
    assertThat(Cascade.down(new byte[] {40}, BitWidths.of(2, 8), 0)).containsExactly(1);
  }
}
