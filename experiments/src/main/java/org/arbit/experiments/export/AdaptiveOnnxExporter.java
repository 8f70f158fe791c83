package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import org.arbit.experiments.export.graph.AdaptiveDesign;

/** The whole adaptive network as ONNX. */
public final class AdaptiveOnnxExporter implements Exporter {

  @Override
  public String name() {
    return "adaptive-onnx";
  }

  @Override
  public String summary() {
    return "the network that chooses its own bits: image in; logits, bits and BitOps out";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    ExportSource.Learned learned = source.requireLearned(name());
    AdaptiveDesign design =
        AdaptiveDesign.of(
            source.walked(), learned.policy(), learned.environment(), source.samples());
    AdaptiveOnnx.model(design, options.batching(), learned.metadata())
        .withOpset(options.opset())
        .write(file);
  }
}
