package org.arbit.experiments.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.SweepPlan;
import org.arbit.experiments.config.SweepReader;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.SupernetRun;
import org.arbit.experiments.run.Sweep;
import org.arbit.experiments.run.SweepEngine;
import org.arbit.experiments.run.SweepEngineProvider;
import org.arbit.experiments.run.TrialProgram;
import org.jspecify.annotations.Nullable;

/**
 * A sweep whose trials take a second or two, each in a process as users have them.
 *
 * @param plan its trials
 */
record TinySweep(SweepPlan plan) {

  static final TrialProgram PROGRAM =
      new TrialProgram(
          List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
          "org.arbit.experiments.cli.Worker",
          List.of("train"));

  private static final Origin ORIGIN =
      new Origin("./arbit sweep", new TreeMap<>(Map.of("arbit", "1")));

  /** Trains a ResNet-8 of two channels on a few strokes. */
  static void network(Path folder) throws IOException {
    SupernetRunConfig config =
        ConfigReader.parse(
            "",
            "",
            SupernetRunConfig.defaults(),
            List.of(
                "data={train: 64, policy: 32, validation: 20, test: 100}",
                "supernet={width: 2, epochs: 1, batch: 32, recalibration: 2}"));
    SupernetRun.run(config, RunFolder.create(folder), ORIGIN, Progress.QUIET);
  }

  /** Returns a sweep of REINFORCE over that network. */
  static TinySweep of(Path network, String... settings) {
    return new TinySweep(
        SweepReader.parse(
            "",
            """
            base:
              agent: {name: reinforce, steps: 6000, lanes: 32}
              tradeOffs: {candidates: [0.003, 0.03, 0.3]}
              checkpointSteps: 500
            seeds: [1, 2]
            """,
            concat("base.supernet=" + network, settings)));
  }

  /** Runs the trials where the provider says. */
  Sweep.Outcome run(
      SweepEngineProvider provider,
      @Nullable String master,
      @Nullable Integer workers,
      Progress progress,
      RunFolder folder)
      throws IOException {
    SweepEngineProvider.Options options =
        new SweepEngineProvider.Options(PROGRAM, master, workers, progress);
    try (SweepEngine engine = provider.open(options)) {
      return new Sweep(plan, ORIGIN, progress).run(folder, engine.trialsAtATime(), engine);
    }
  }

  /** Returns the summary of a folder, without its times. */
  static JsonNode results(Path folder) throws IOException {
    JsonNode summary = new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
    ((ObjectNode) summary).remove("wallSeconds");
    return summary;
  }

  /** Presses Ctrl-C when something has come to be. */
  record Interruption(BooleanSupplier moment) implements Progress {

    @Override
    public Part start(String name, String unit, long total) {
      return (done, detail) -> {
        if (moment.getAsBoolean()) {
          throw new CancellationException("stop");
        }
      };
    }

    @Override
    public void say(String line) {}
  }

  /** Keeps the lines that are said. */
  record Listener(Queue<String> lines) implements Progress {

    Listener() {
      this(new ConcurrentLinkedQueue<>());
    }

    @Override
    public Part start(String name, String unit, long total) {
      return Progress.QUIET.start(name, unit, total);
    }

    @Override
    public void say(String line) {
      lines.add(line);
    }
  }

  private static List<String> concat(String first, String... others) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(others));
    return all;
  }
}
