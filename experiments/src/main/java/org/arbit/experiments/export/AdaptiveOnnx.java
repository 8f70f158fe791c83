package org.arbit.experiments.export;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.experiments.export.graph.AdaptiveDesign;
import org.arbit.experiments.export.graph.AdaptiveGraph;
import org.arbit.experiments.export.graph.Batching;
import org.arbit.experiments.export.onnx.OnnxModel;

/**
 * A network that chooses its own bit-widths per input, as one ONNX file: an image in; logits, bits
 * per layer and BitOps out. The trade-off (or the budget) stays an input. See {@link
 * AdaptiveGraph#build} for the names and shapes.
 */
public final class AdaptiveOnnx {

  private AdaptiveOnnx() {}

  /**
   * Returns the model.
   *
   * @throws org.arbit.supernet.spi.InvalidInputException if the policy was learned on another
   *     super-network
   */
  public static OnnxModel model(AdaptiveDesign design, Batching batching, PolicyMetadata metadata) {
    metadata.requireNetwork(design.walked().fingerprint());
    Map<String, String> entries = new TreeMap<>(metadata.toOnnx());
    entries.put("arbit.batching", batching.name().toLowerCase(Locale.ROOT));
    long decisions = design.walked().spec().layers();
    entries.put("arbit.controllerBitOps", Long.toString(decisions * design.policy().bitOps()));
    return OnnxModel.of(
        AdaptiveGraph.build(design, batching),
        "A quantized network that chooses the bit-width of every layer, per sample.",
        metadata.arbitVersion(),
        entries);
  }
}
