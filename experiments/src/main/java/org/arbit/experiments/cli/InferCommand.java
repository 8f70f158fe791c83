package org.arbit.experiments.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.arbit.experiments.config.DataConfig;
import org.arbit.experiments.export.runtime.Inference;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.experiments.run.DataStage;
import org.arbit.experiments.run.RunInputs;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an exported network with ONNX Runtime. */
@Command(
    name = "infer",
    sortOptions = false,
    description = "Runs an exported network with ONNX Runtime and measures it.",
    footer = {"", "Example: ./arbit infer adaptive.onnx --images 500"})
final class InferCommand implements Callable<Integer> {

  /** Of generated images that are nobody's training images. */
  private static final long OWN_SEED = Long.MAX_VALUE;

  @Parameters(paramLabel = "FILE", description = "adaptive-onnx, static-onnx or qonnx.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder with IDX files; without it, strokes that no run has seen.")
  private @Nullable Path data;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Test on the test images of this run, in place of --data.")
  private @Nullable Path run;

  @Option(
      names = "--trade-off",
      paramLabel = "LAMBDA",
      description = "Price of bits; default the one in the file.")
  private @Nullable Double tradeOff;

  @Option(
      names = "--budget",
      paramLabel = "BITOPS",
      description = "BitOps per image, for networks with a hard budget.")
  private @Nullable Long budget;

  @Option(names = "--batch", description = "Images at a time; default 256, or 1 where it must be.")
  private int batch = 256;

  @Option(names = "--images", description = "How many test images to run; default 2000.")
  private int images = 2000;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  InferCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (batch < 1 || images < 1) {
      throw new InvalidInputException(
          "--batch is " + batch + " and --images " + images + "; both must be at least 1.");
    }
    double price = TradeOffOption.orNone(tradeOff);
    if (budget != null && budget < 1) {
      throw new InvalidInputException("--budget is " + budget + "; it must be at least 1 BitOp.");
    }
    try (NetworkRuntime model = NetworkRuntime.load(file, 1)) {
      Dataset test = test();
      Inference.Result result =
          Inference.run(model, test, Math.min(images, test.size()), batch, price, budget);
      print(result);
    }
    session.out().flush();
    return ExitCodes.OK;
  }

  private Dataset test() throws IOException {
    if (run != null && data != null) {
      throw new InvalidInputException("--run and --data both say which images; give one of them.");
    }
    if (run != null) {
      try (Workers workers = Workers.forThisMachine()) {
        return RunInputs.ofRun(run, workers).data().test();
      }
    }
    DataConfig config = new DataConfig(data == null ? null : data.toString(), 1, 0, 1, images);
    return DataStage.load(config, data == null ? OWN_SEED : 0).test();
  }

  private void print(Inference.Result result) throws IOException {
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("images", result.images());
      tree.put("accuracy", result.accuracy());
      if (result.isAdaptive()) {
        tree.put("meanBits", result.meanBits());
      }
      if (result.tellsBitOps()) {
        tree.put("networkBitOps", result.networkBitOps());
      }
      tree.put("microsPerImage", result.microsPerImage());
      session.out().println(new ObjectMapper().writeValueAsString(tree));
      return;
    }
    session
        .out()
        .printf(
            Locale.ROOT, "%d images: accuracy %.2f %%", result.images(), 100 * result.accuracy());
    if (result.isAdaptive()) {
      session.out().printf(Locale.ROOT, ", mean bits %.2f", result.meanBits());
    }
    if (result.tellsBitOps()) {
      session.out().printf(Locale.ROOT, ", network %.1f MBitOps", result.networkBitOps() / 1e6);
    }
    session.out().printf(Locale.ROOT, ", %.0f microseconds per image%n", result.microsPerImage());
  }
}
