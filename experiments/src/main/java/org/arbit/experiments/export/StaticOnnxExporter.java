package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import org.arbit.experiments.export.graph.QdqQuantization;
import org.arbit.experiments.export.graph.StaticGraph;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.supernet.Allocation;

/** The network at one allocation as standard ONNX: QuantizeLinear, Clip, DequantizeLinear. */
public final class StaticOnnxExporter implements Exporter {

  @Override
  public String name() {
    return "static-onnx";
  }

  @Override
  public String summary() {
    return "the network at one allocation, with QuantizeLinear and DequantizeLinear";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    Allocation allocation = source.allocation(name(), options);
    OnnxModel.of(
            StaticGraph.build(source.network(), allocation, new QdqQuantization()),
            "A quantized network with the same bit-widths for every sample.",
            source.versions().getOrDefault("arbit", "unknown"),
            StaticMetadata.of(source, allocation))
        .withOpset(options.opset())
        .write(file);
  }
}
