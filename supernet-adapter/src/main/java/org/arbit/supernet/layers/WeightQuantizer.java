package org.arbit.supernet.layers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/**
 * How the shared weights of a layer become the codes of a bit-width, and how gradients get back.
 * Immutable but for its parameters.
 */
public interface WeightQuantizer {

  /** Returns the parameters beside the weights: steps, gains. */
  List<Parameter> parameters();

  /** Sets them for freshly drawn weights. */
  void initialize(float[] weights);

  /**
   * Writes the integer code of every weight.
   *
   * @param index of the bit-width
   * @return the step, so that a weight's value is its code times the step
   */
  float codes(int index, float[] weights, float[] into);

  /**
   * Adds gradients to the parameters.
   *
   * @param index of the bit-width
   * @param gradient that of the quantized values
   * @param weightGradient receives that of the weights
   */
  void backward(int index, float[] weights, float[] gradient, float[] weightGradient);

  /** The kinds of quantizers. */
  enum Kind {
    /** A learned step per bit-width. */
    LSQ,
    /** The same after a Haar transform of one level with a gain per band and bit-width. */
    HAAR,
    /** The same with two levels. */
    HAAR2,
    /** The same with three levels. */
    HAAR3,
    /** One integer tensor from which lower precisions are cascaded. */
    CASCADE,
    /** No quantization at all, of activations neither. */
    NONE;

    /**
     * Returns the kind of that name, in small letters.
     *
     * @throws InvalidInputException if there is none
     */
    public static Kind named(String name) {
      for (Kind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
          return kind;
        }
      }
      throw new InvalidInputException(
          Names.unknown(
              "weight quantizer",
              name,
              List.of("lsq", "haar", "haar2", "haar3", "cascade", "none")));
    }
  }

  /**
   * Makes a quantizer with fresh parameters.
   *
   * @param name of the layer, which prefixes those of its parameters
   * @param bits candidate bit-widths, ascending
   */
  static WeightQuantizer of(Kind kind, String name, int[] bits, ConvShape shape) {
    return switch (kind) {
      case LSQ -> new LsqWeightQuantizer(name, bits);
      case HAAR -> new HaarWeightQuantizer(name, bits, shape, 1);
      case HAAR2 -> new HaarWeightQuantizer(name, bits, shape, 2);
      case HAAR3 -> new HaarWeightQuantizer(name, bits, shape, 3);
      case CASCADE -> new CascadeWeightQuantizer(name, bits);
      case NONE -> new NoWeightQuantizer();
    };
  }

  /**
   * Makes a quantizer with the parameters of a checkpoint.
   *
   * @param parameters by name
   * @throws IllegalArgumentException if one is missing
   */
  static WeightQuantizer restored(
      Kind kind, String name, int[] bits, ConvShape shape, Map<String, float[]> parameters) {
    WeightQuantizer quantizer = of(kind, name, bits, shape);
    for (Parameter parameter : quantizer.parameters()) {
      float[] saved = parameters.get(parameter.name());
      if (saved == null || saved.length != parameter.value().length) {
        throw new IllegalArgumentException(
            "The parameter " + parameter.name() + " is missing or has another length.");
      }
      System.arraycopy(saved, 0, parameter.value(), 0, parameter.value().length);
    }
    return quantizer;
  }
}
