package org.arbit.supernet.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.arbit.supernet.BitWidths;
import org.junit.jupiter.api.Test;

class VerticalLayersTest {

  @Test
  void packsByHand() {
    // 3 bits, least -4: -4 -> 000, 3 -> 111, -1 -> 011; lowest bit first: 000 111 110 ->
    // 0b11111000, 0.
    assertThat(BitPacking.pack(new byte[] {-4, 3, -1}, 3))
        .containsExactly((byte) 0b11111000, (byte) 0);
    assertThat(BitPacking.unpack(new byte[] {(byte) 0b11111000, 0}, 3, 3))
        .containsExactly(-4, 3, -1);
    assertThatThrownBy(() -> BitPacking.pack(new byte[] {4}, 3)).hasMessageContaining("4 does not");
    assertThatThrownBy(() -> BitPacking.unpack(new byte[3], 3, 3))
        .hasMessageContaining("take 2 bytes, but there are 3");
  }

  /** Every candidate set with the greatest of 2..8, every code: all precisions, bit for bit. */
  @Test
  void everySetOfCandidatesIsPutTogetherAgain() {
    for (int set = 1; set < 256; set++) {
      int chosen = set;
      BitWidths candidates =
          BitWidths.of(
              IntStream.rangeClosed(1, 8).filter(b -> (chosen >> (b - 1) & 1) == 1).toArray());
      byte[] master = everyCode(candidates.max());
      byte[][] layers = VerticalLayers.split(master, candidates);
      for (int i = 0; i < candidates.size(); i++) {
        assertThat(layers[i]).hasSize(VerticalLayers.bytes(candidates, i, master.length));
        byte[] found = VerticalLayers.join(Arrays.copyOf(layers, i + 1), candidates, master.length);
        assertThat(found)
            .as("%s at %d", candidates, candidates.at(i))
            .containsExactly(Cascade.down(master, candidates, i));
      }
    }
  }

  @Test
  void theStackIsSmallerThanOneTensorForEachPrecision() {
    BitWidths candidates = BitWidths.of(2, 3, 4, 8);
    byte[] master = new byte[1000];
    new Random(1).nextBytes(master);
    int sum = Arrays.stream(VerticalLayers.split(master, candidates)).mapToInt(l -> l.length).sum();
    // 2 + 2 + 2 + 5 bits, against 2 + 3 + 4 + 8.
    assertThat(sum).isEqualTo(1000 * 11 / 8);
  }

  private static byte[] everyCode(int bits) {
    if (bits == 1) {
      return new byte[] {-1, 1, 1};
    }
    byte[] codes = new byte[1 << bits];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (LsqWeights.least(bits) + i);
    }
    return codes;
  }
}
