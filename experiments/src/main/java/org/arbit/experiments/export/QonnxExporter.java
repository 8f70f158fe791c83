package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.arbit.experiments.export.graph.QonnxQuantization;
import org.arbit.experiments.export.graph.StaticGraph;
import org.arbit.experiments.export.onnx.ElementType;
import org.arbit.experiments.export.onnx.FunctionBuilder;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.supernet.Allocation;

/**
 * The network at one allocation as QONNX. Unless it shall be plain, the file explains its {@code
 * Quant} nodes by local functions, so that ONNX Runtime runs it, too; tools that know QONNX need
 * not look at them.
 */
public final class QonnxExporter implements Exporter {

  @Override
  public String name() {
    return "qonnx";
  }

  @Override
  public String summary() {
    return "the network at one allocation, with QONNX Quant nodes and functions to run them";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    Allocation allocation = source.allocation(name(), options);
    OnnxModel plain =
        OnnxModel.of(
                StaticGraph.build(source.network(), allocation, new QonnxQuantization()),
                "A quantized network with the same bit-widths for every sample.",
                source.versions().getOrDefault("arbit", "unknown"),
                StaticMetadata.of(source, allocation))
            .withDomain(QonnxQuantization.DOMAIN, 1);
    OnnxModel model = options.plain() ? plain : plain.withFunction(quant()).withFunction(bipolar());
    model.withOpset(options.opset()).write(file);
  }

  /**
   * {@code (clip(round(x / scale + zeropt), low, high) - zeropt) * scale} with {@code low = -signed
   * * (2^(bits-1) - narrow)} and {@code high = 2^(bits-signed) - 1 - (1-signed) * narrow}.
   */
  private static FunctionBuilder quant() {
    return new FunctionBuilder(
            QonnxQuantization.DOMAIN,
            "Quant",
            List.of("x", "scale", "zeropt", "bits"),
            "y",
            List.of("signed", "narrow", "rounding_mode"))
        .attribute("signed_int", "signed")
        .attribute("narrow_int", "narrow")
        .cast("s", "signed_int", ElementType.FLOAT)
        .cast("n", "narrow_int", ElementType.FLOAT)
        .constant("one", 1)
        .constant("two", 2)
        .step("bits_less_one", "Sub", "bits", "one")
        .step("half", "Pow", "two", "bits_less_one")
        .step("half_narrow", "Sub", "half", "n")
        .step("magnitude", "Mul", "s", "half_narrow")
        .step("low", "Neg", "magnitude")
        .step("bits_high", "Sub", "bits", "s")
        .step("power", "Pow", "two", "bits_high")
        .step("power_less_one", "Sub", "power", "one")
        .step("unsigned", "Sub", "one", "s")
        .step("unsigned_narrow", "Mul", "unsigned", "n")
        .step("high", "Sub", "power_less_one", "unsigned_narrow")
        .step("quotient", "Div", "x", "scale")
        .step("shifted", "Add", "quotient", "zeropt")
        .step("rounded", "Round", "shifted")
        .step("above", "Max", "rounded", "low")
        .step("within", "Min", "above", "high")
        .step("back", "Sub", "within", "zeropt")
        .step("y", "Mul", "back", "scale");
  }

  /** {@code scale} where x is not negative, {@code -scale} elsewhere. */
  private static FunctionBuilder bipolar() {
    return new FunctionBuilder(
            QonnxQuantization.DOMAIN, "BipolarQuant", List.of("x", "scale"), "y", List.of())
        .constant("one", 1)
        .step("zero", "Sub", "one", "one")
        .step("minus", "Neg", "scale")
        .step("negative", "Less", "x", "zero")
        .step("y", "Where", "negative", "minus", "scale");
  }
}
