package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.arbit.agents.Policy;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.export.AdaptiveVerification;
import org.arbit.experiments.export.ExportSource;
import org.arbit.experiments.export.graph.Decision;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;

/** What a run has learned, ready to be exported or compared with a file. */
public final class ExportRun {

  /** One image, an odd number of them, and many. */
  private static final int[] BATCHES = {1, 17, 256};

  private static final int[] SINGLE = {1};

  private final ExportSource source;
  private final DataSplits data;

  private ExportRun(ExportSource source, DataSplits data) {
    this.source = source;
    this.data = data;
  }

  /**
   * Reads the policy that a run has chosen, its network and its data; of the folder of a
   * super-network, the network and its data.
   *
   * @param versions of the programs, by name
   */
  public static ExportRun load(Path runFolder, Workers workers, SortedMap<String, String> versions)
      throws IOException {
    if (SupernetFolder.in(runFolder).isOnlyThat()) {
      RunInputs inputs = RunInputs.load(runFolder, null, workers);
      FrozenNetwork network = Decision.frozen(inputs.network());
      return new ExportRun(
          ExportSource.of(network, null, inputs.data().validation(), versions), inputs.data());
    }
    BestPolicy best = BestPolicy.read(runFolder);
    RunInputs inputs = RunInputs.ofRun(runFolder, workers);
    SuperNetwork network = inputs.network();
    Setting setting =
        new Setting(Environments.load(), best.environment(), network, inputs.data().train());
    Policy policy = best.load(runFolder, setting).policy();
    ExportSource.Learned learned =
        ExportStage.learned(best.agent(), policy, best.tradeOff(), setting, versions)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The policy of "
                            + runFolder
                            + " is not a network that chooses bits, and cannot be exported."));
    return new ExportRun(
        new ExportSource(
            Decision.frozen(network), network, learned, inputs.data().validation(), versions),
        inputs.data());
  }

  private void requireSameNetwork(Path file, NetworkRuntime model) {
    String exported = model.metadata().getOrDefault("arbit.supernetSha256", "none");
    SuperNetwork network = model.isAdaptive() ? source.walked() : source.network();
    String own = network.fingerprint();
    if (!exported.equals(own)) {
      throw new InvalidInputException(
          file
              + " was exported from the super-network "
              + exported
              + ", but that of the run is "
              + own
              + ". Maybe the file is of another run?");
    }
  }

  /** Returns what exporters need; tables are made on the validation split. */
  public ExportSource source() {
    return source;
  }

  /**
   * Compares an exported adaptive network with the Java engine, for single images and, where it
   * takes them, for batches.
   *
   * @param tradeOff the price to ask for; NaN for the chosen one
   * @return a report for each batch size
   * @throws InvalidInputException if the file is of another super-network
   */
  public List<AdaptiveVerification.Report> verify(Path file, Split split, double tradeOff)
      throws IOException {
    ExportSource.Learned learned = source.requireLearned("adaptive-onnx");
    try (NetworkRuntime model = NetworkRuntime.load(file, 1)) {
      requireSameNetwork(file, model);
      if (model.isAdaptive()) {
        learned.metadata().requireSame(file, model.metadata());
      }
      return AdaptiveVerification.run(
          model,
          source.walked(),
          learned.policy(),
          learned.environment(),
          split.of(data),
          Double.isNaN(tradeOff) ? learned.metadata().tradeOff() : tradeOff,
          model.batches() ? BATCHES : SINGLE);
    }
  }
}
