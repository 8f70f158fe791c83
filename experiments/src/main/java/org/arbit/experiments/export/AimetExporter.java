package org.arbit.experiments.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.experiments.export.graph.RecordedQuantization;
import org.arbit.experiments.export.graph.StaticGraph;
import org.arbit.experiments.export.onnx.GraphBuilder;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.format.AtomicFiles;

/**
 * An allocation as AIMET encodings, version 1.0.0: JSON with scale, offset and bit-width of every
 * quantized tensor, and beside it the network of real values, as ONNX, whose tensors have these
 * names. A code q stands for {@code (q + offset) x scale} with q in [0, 2^bw - 1]. The format
 * begins at 2 bits.
 */
public final class AimetExporter implements Exporter {

  private static final String VERSION = "1.0.0";
  private static final int LEAST = 2;
  private static final String ONNX = "onnx";

  @Override
  public String name() {
    return "aimet";
  }

  @Override
  public String summary() {
    return "AIMET encodings 1.0.0 of one allocation, and the network of real values beside them";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    Path model = Neighbours.free(name(), file, ONNX, "encodings");
    Allocation allocation = source.allocation(name(), options, LEAST);
    RecordedQuantization recorded = new RecordedQuantization();
    GraphBuilder graph = StaticGraph.build(source.network(), allocation, recorded);
    String version = source.versions().getOrDefault("arbit", "unknown");
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", VERSION);
    tree.put("producer", Map.of("package", "arbit", "version", version));
    tree.put(
        "activation_encodings",
        recorded.activations().stream().map(t -> encoding(t, "PER_TENSOR", false)).toList());
    tree.put(
        "param_encodings",
        recorded.weights().stream().map(t -> encoding(t, "PER_CHANNEL", true)).toList());
    tree.put("excluded_layers", List.of());
    tree.put("quantizer_args", arguments(source.network().bitWidths().max()));
    OnnxModel.of(
            graph,
            "The real values of a quantized network; the encodings beside it say the rest.",
            version,
            StaticMetadata.ofReals(source, allocation))
        .withOpset(options.opset())
        .write(model);
    AtomicFiles.writeString(
        file,
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(tree)
            + "\n");
  }

  private static Map<String, Object> encoding(
      RecordedQuantization.Tensor tensor, String type, boolean signed) {
    int[] offsets = new int[tensor.steps().length];
    Arrays.fill(offsets, signed ? -(1 << (tensor.bits() - 1)) : 0);
    Map<String, Object> encoding = new LinkedHashMap<>();
    encoding.put("name", tensor.name());
    encoding.put("enc_type", type);
    encoding.put("dtype", "INT");
    encoding.put("bw", tensor.bits());
    encoding.put("is_sym", signed);
    encoding.put("scale", tensor.steps());
    encoding.put("offset", offsets);
    return encoding;
  }

  private static Map<String, Object> arguments(int bits) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("activation_bitwidth", bits);
    arguments.put("param_bitwidth", bits);
    arguments.put("dtype", "int");
    arguments.put("is_symmetric", true);
    arguments.put("per_channel_quantization", true);
    arguments.put("quant_scheme", "post_training_tf");
    return arguments;
  }
}
