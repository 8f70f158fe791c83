package org.arbit.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.arbit.experiments.bench.Bench;
import org.arbit.experiments.bench.BenchResult;
import org.arbit.experiments.bench.BenchRunner;
import org.arbit.experiments.bench.Benches;
import org.arbit.experiments.bench.Peer;
import org.arbit.supernet.spi.InvalidInputException;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures speed. */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Measures speed: medians of runs in turns with a floor of bare convolutions.",
    footer = {"", "Example: ./arbit bench --only env-steps/resnet8"})
final class BenchCommand implements Callable<Integer> {

  private static final int MOST_ROUNDS = 1_000_000;
  private static final int LONGEST_WARM_UP = 3600;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Names, or their beginnings up to a slash; default all.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--rounds", paramLabel = "N", description = "Runs behind a median; default 9.")
  private int rounds = 9;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description =
          "Time of runs before those that count, and again after the twin's; default 5. Java"
              + " compiles code that has run often.")
  private double warmUp = 5;

  @Option(
      names = "--peer",
      paramLabel = "DIR",
      description = "Folder of the PyTorch twin, to compare with where it does the same.")
  private @Nullable Path peer;

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      description = "Runs the twin; default ${DEFAULT-VALUE}.",
      defaultValue = "python3")
  private String python = "python3";

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  BenchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new InvalidInputException(
          "--rounds is " + rounds + "; it must be in 1.." + MOST_ROUNDS + ".");
    }
    if (!(warmUp >= 0 && warmUp <= LONGEST_WARM_UP)) {
      throw new InvalidInputException(
          "--warm-up is " + warmUp + "; it must be in 0.." + LONGEST_WARM_UP + " seconds.");
    }
    List<Bench> benches;
    try {
      benches = Benches.builtIn().select(only);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
    Peer twin = peer == null ? null : new Peer(peer, python);
    BenchRunner runner =
        new BenchRunner(2, warmUp, rounds, System::nanoTime, Pointer::physicalBytes);
    ObjectMapper mapper = new ObjectMapper();
    for (Bench bench : benches) {
      BenchResult result = runner.measure(bench, twin == null ? null : twin::millis);
      session.out().println(json ? mapper.writeValueAsString(result) : text(result));
      session.out().flush();
    }
    return ExitCodes.OK;
  }

  private static String text(BenchResult result) {
    return String.format(
        Locale.ROOT,
        "%-36s %9.2f ms %10.0f /s%s%s%s%s%s  (%.0f MB, %+.0f, heap %+.0f; load %.1f%s)",
        result.name(),
        result.medianMillis(),
        result.workPerSecond(),
        ratio(result.ratioToFloor(), "floor"),
        ratio(result.ratioToEnvSteps(), "env-steps"),
        ratio(result.ratioToHalf(), "half"),
        ratio(result.ratioToOneWorker(), "one worker"),
        ratio(result.ratioToPeer(), "peer"),
        result.residentMegabytes(),
        result.residentGrowthMegabytes(),
        result.heapGrowthMegabytes(),
        result.load(),
        result.noisy() ? ", noisy" : "");
  }

  private static String ratio(@Nullable Double value, String of) {
    return value == null ? "" : String.format(Locale.ROOT, "  %.2f of %s", value, of);
  }
}
