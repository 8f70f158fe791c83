package org.arbit.supernet.frozen;

import java.util.Map;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.layers.MapGrid;
import org.arbit.supernet.quant.Arrays32;
import org.arbit.supernet.quant.LsqActivations;
import org.arbit.supernet.quant.LsqWeights;

/**
 * The end of a frozen network, or a head at which samples may leave: codes of the last feature map
 * are summed over the pixels (or over cells of them) to S, the code of the mean is {@code q =
 * min(rint(fl(S x meanFactor)), 255)}, and a logit is {@code fl(fl(sum of w x q) x factor) +
 * bias)}. Immutable.
 */
public final class FrozenClassifier {

  private static final int BITS = NetworkSpec.FIXED_BITS;

  private final MapGrid grid;
  private final int classes;
  private final float inverseMapStep;
  private final float meanFactor;
  private final byte[] codes;
  private final float factor;
  private final float[] bias;

  /**
   * Freezes a classifier or a head.
   *
   * @param name that those of its parameters begin with
   * @param grid what it reads of a map
   */
  FrozenClassifier(String name, MapGrid grid, int classes, Map<String, float[]> parameters) {
    this.grid = grid;
    this.classes = classes;
    double mapStep = Required.parameter(parameters, name + ".map_step")[0];
    double meanStep = Required.parameter(parameters, name + ".mean_step")[0];
    float weightStep = Required.parameter(parameters, name + ".weight_step")[0];
    inverseMapStep = 1f / (float) mapStep;
    meanFactor = (float) (mapStep / (grid.plane() * meanStep));
    factor = (float) (weightStep * meanStep);
    float[] floats = new float[classes * grid.features()];
    LsqWeights.codes(Required.parameter(parameters, name + ".weight"), BITS, weightStep, floats);
    codes = new byte[floats.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) floats[i];
    }
    bias = Required.parameter(parameters, name + ".bias").clone();
  }

  /** Returns what it reads of a map. */
  public MapGrid grid() {
    return grid;
  }

  /** Returns the inverse step of the codes of the last feature map. */
  public float inverseMapStep() {
    return inverseMapStep;
  }

  /** Returns the factor from a sum of codes over the pixels to the code of the mean. */
  public float meanFactor() {
    return meanFactor;
  }

  /** Returns a copy of the weight codes, {@code classes x features}. */
  public byte[] weightCodes() {
    return codes.clone();
  }

  /** Returns the factor from a sum of products of codes to a logit. */
  public float factor() {
    return factor;
  }

  /** Returns a copy of the biases. */
  public float[] bias() {
    return bias.clone();
  }

  /**
   * Computes the logits of one sample.
   *
   * @param map its last feature map, {@code features x plane} as {@link MapGrid#gather} gives it;
   *     overwritten
   * @param into receives the logits from {@code at}
   */
  void logits(float[] map, int[] scratch, float[] into, int at) {
    int largest = LsqActivations.largest(BITS);
    int features = grid.features();
    int plane = grid.plane();
    Arrays32.codes(map, 0, features * plane, inverseMapStep, largest);
    for (int f = 0; f < features; f++) {
      float sum = Arrays32.sum(map, f * plane, plane);
      scratch[f] = (int) Math.rint(Math.min(sum * meanFactor, (float) largest));
    }
    for (int k = 0; k < classes; k++) {
      int sum = 0;
      for (int f = 0; f < features; f++) {
        sum += codes[k * features + f] * scratch[f];
      }
      into[at + k] = sum * factor + bias[k];
    }
  }
}
