package org.arbit.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.arbit.experiments.run.SupernetFolder;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a super-network is. */
@Command(
    name = "info",
    sortOptions = false,
    description =
        "Tells what a super-network is: its layers, their cost, where it comes from, and the bytes of each precision.",
    footer = {"", "Example: ./arbit supernet info runs/quickstart-1"})
final class SupernetInfoCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "A checkpoint, or a run folder that has one.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print JSON instead of tables.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  SupernetInfoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    SupernetFolder supernet = SupernetFolder.in(folder);
    SuperNetCheckpoint checkpoint = supernet.load();
    if (FloatNetwork.is(checkpoint)) {
      session.out().print(json ? FloatNetwork.json(checkpoint) : FloatNetwork.text(checkpoint));
      session.out().flush();
      return ExitCodes.OK;
    }
    try (Workers workers = new Workers(1)) {
      FrozenNetwork network = supernet.freeze(checkpoint, workers);
      session.out().print(json ? json(checkpoint, network) : text(checkpoint, network));
    }
    session.out().flush();
    return ExitCodes.OK;
  }

  private static String text(SuperNetCheckpoint checkpoint, FrozenNetwork network) {
    StringBuilder text = new StringBuilder();
    facts(checkpoint, network).forEach((k, v) -> text.append(k + ": " + v + "\n"));
    return text + "\n" + layers(network.spec()) + "\n" + Precisions.of(checkpoint, network).table();
  }

  /** Returns a table of the searchable layers. */
  static String layers(NetworkSpec spec) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"layer", "in", "out", "kernel", "stride", "MACs", "weights"});
    for (LayerSpec layer : spec.searchable()) {
      rows.add(
          new String[] {
            layer.name(),
            layer.inChannels() + "x" + layer.inHeight() + "x" + layer.inWidth(),
            layer.outChannels() + "x" + layer.outHeight() + "x" + layer.outWidth(),
            "" + layer.kernel(),
            "" + layer.stride(),
            "" + layer.macs(),
            "" + layer.weights()
          });
    }
    return TextTable.of(rows);
  }

  private static String json(SuperNetCheckpoint checkpoint, FrozenNetwork network) {
    Map<String, Object> all = facts(checkpoint, network);
    all.put("precisions", Precisions.of(checkpoint, network).rows());
    all.put("layers", network.spec().searchable());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON.", e);
    }
  }

  private static Map<String, Object> facts(SuperNetCheckpoint checkpoint, SuperNetwork network) {
    List<Integer> bitWidths = Arrays.stream(network.bitWidths().toArray()).boxed().toList();
    Map<String, Object> facts = facts(checkpoint, network.spec(), bitWidths);
    Map<String, Long> uniform = new LinkedHashMap<>();
    for (int bits : network.bitWidths().toArray()) {
      Allocation allocation = Allocation.uniform(network.spec().layers(), bits);
      uniform.put("" + bits, BitOps.ofNetwork(network.spec(), allocation));
    }
    facts.put("bitOpsByBits", uniform);
    facts.put("fingerprint", network.fingerprint());
    facts.put("provenance", checkpoint.provenance());
    return facts;
  }

  /** Returns what holds with quantizers and without. */
  static Map<String, Object> facts(
      SuperNetCheckpoint checkpoint, NetworkSpec spec, List<Integer> bitWidths) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("network", checkpoint.network().name());
    facts.put("width", checkpoint.network().width());
    facts.put("recipe", checkpoint.recipe());
    facts.put("input", checkpoint.image().toString());
    facts.put("classes", checkpoint.classes());
    facts.put("bitWidths", bitWidths);
    facts.put("searchableMacs", spec.searchableMacs());
    facts.put("fixedMacs", spec.fixedMacs());
    if (!spec.exits().isEmpty()) {
      facts.put(
          "exits",
          spec.exits().stream().map(exit -> spec.layer(exit.beforeLayer()).name()).toList());
    }
    return facts;
  }
}
