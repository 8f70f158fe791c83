package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import org.arbit.supernet.format.AtomicFiles;

/** The policy as ONNX, with a description in JSON beside it. */
public final class PolicyOnnxExporter implements Exporter {

  @Override
  public String name() {
    return "policy-onnx";
  }

  @Override
  public String summary() {
    return "the policy: observation and mask in, choice and scores out; with a .json beside it";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    ExportSource.Learned learned = source.requireLearned(name());
    Path description = Neighbours.free(name(), file, "json", "onnx");
    PolicyOnnx.model(learned.policy(), learned.metadata()).withOpset(options.opset()).write(file);
    AtomicFiles.writeString(description, learned.metadata().toJson());
  }
}
