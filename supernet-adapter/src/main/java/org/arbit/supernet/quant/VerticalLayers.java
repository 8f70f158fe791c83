package org.arbit.supernet.quant;

import org.arbit.supernet.BitWidths;

/**
 * One integer tensor, the master, as a stack of packed layers (vertical layering, arXiv
 * 2212.05326): a base layer at the least candidate, and for every further candidate an enhancement
 * layer that brings the codes up from the one before, bit for bit. Candidates are counted from 0,
 * the least.
 */
public final class VerticalLayers {

  private VerticalLayers() {}

  /** Returns the bits per weight of a layer: b for the base, h - b + 1 for an enhancement. */
  public static int bits(BitWidths candidates, int index) {
    return index == 0 ? candidates.min() : candidates.at(index) - candidates.at(index - 1) + 1;
  }

  /** Returns the bytes of a layer for a tensor of {@code weights} weights. */
  public static int bytes(BitWidths candidates, int index, int weights) {
    return BitPacking.bytes(weights, bits(candidates, index));
  }

  /**
   * Takes a master apart.
   *
   * @param master codes at {@code candidates.max()} bits
   * @return the packed layers, base first
   */
  public static byte[][] split(byte[] master, BitWidths candidates) {
    byte[][] layers = new byte[candidates.size()][];
    byte[] higher = master;
    for (int i = candidates.size() - 1; i > 0; i--) {
      int from = candidates.at(i);
      int to = candidates.at(i - 1);
      byte[] lower = Cascade.down(higher, BitWidths.of(to, from), 0);
      byte[] rest = Cascade.enhancement(higher, lower, from, to);
      layers[i] = BitPacking.pack(rest, bits(candidates, i));
      higher = lower;
    }
    layers[0] = BitPacking.pack(halves(higher, candidates.min()), candidates.min());
    return layers;
  }

  /**
   * Puts the first layers together.
   *
   * @param layers base first, as many as there are
   * @param weights number of weights
   * @return the codes at the candidate of the last layer given
   */
  public static byte[] join(byte[][] layers, BitWidths candidates, int weights) {
    byte[] codes = BitPacking.unpack(layers[0], weights, candidates.min());
    if (candidates.min() == 1) {
      for (int k = 0; k < codes.length; k++) {
        codes[k] = (byte) (2 * codes[k] + 1);
      }
    }
    for (int i = 1; i < layers.length; i++) {
      byte[] rest = BitPacking.unpack(layers[i], weights, bits(candidates, i));
      codes = Cascade.up(codes, rest, candidates.at(i), candidates.at(i - 1));
    }
    return codes;
  }

  /** At 1 bit the codes are -1 and +1, and are packed as -1 and 0. */
  private static byte[] halves(byte[] codes, int bits) {
    if (bits > 1) {
      return codes;
    }
    byte[] halves = new byte[codes.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = (byte) ((codes[i] - 1) / 2);
    }
    return halves;
  }
}
