package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.arbit.env.SeededRandom;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.run.Origin;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.RunFolder;
import org.arbit.experiments.run.SupernetRun;
import org.arbit.experiments.run.TrainRun;
import org.arbit.supernet.format.AtomicFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed or interrupted, from outside, and go on. */
final class StoppedRunsTest {

  private static final Origin ORIGIN = new Origin("./arbit", new TreeMap<>(Map.of("arbit", "1")));

  private static final int KILLS = 10;
  private static final long STEPS = 6000;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainANetwork() throws IOException {
    SupernetRunConfig config =
        ConfigReader.parse(
            "",
            "",
            SupernetRunConfig.defaults(),
            List.of(
                "data={train: 64, policy: 32, validation: 20, test: 100}",
                "supernet={width: 2, epochs: 1, batch: 32, recalibration: 2}"));
    SupernetRun.run(config, RunFolder.create(shared.resolve("net")), ORIGIN, Progress.QUIET);
  }

  @Test
  void aTrainingThatIsKilledTenTimesAtRandomEndsWithTheSameSummary()
      throws IOException, InterruptedException {
    Path config = folder.resolve("train.yaml");
    Files.writeString(
        config,
        "{seeds: [1, 2], supernet: "
            + shared.resolve("net")
            + ", agent: {name: reinforce, steps: "
            + STEPS
            + ", lanes: 32}, checkpointSteps: 500,"
            + " tradeOffs: {candidates: [0.003, 0.03, 0.3]}}");
    TrainConfig read = ConfigReader.read(config, TrainConfig.defaults(), List.of());
    Path whole = folder.resolve("whole");
    new TrainRun(read, ORIGIN, Progress.QUIET).run(RunFolder.create(whole));

    Path run = folder.resolve("killed");
    SeededRandom random = new SeededRandom(5);
    int killed = 0;
    while (killed < KILLS) {
      killed += train(config, run, somewhatLater(run, random)) ? 1 : 0;
      if (Files.exists(run.resolve("summary.json"))) {
        // It was over before its moment had come; another one is killed.
        assertThat(withoutTime(run)).isEqualTo(withoutTime(whole));
        AtomicFiles.deleteRecursively(run);
      }
    }
    assertThat(new Program(folder).run(arguments(config, run)).code()).isZero();

    assertThat(withoutTime(run)).isEqualTo(withoutTime(whole));
    for (String same : List.of("best/agent.safetensors", "metrics.jsonl")) {
      assertThat(run.resolve(same)).hasSameBinaryContentAs(whole.resolve(same));
    }
  }

  @Test
  void anInterruptedSweepSavesAndGoesOnInWorkersOfItsOwn()
      throws IOException, InterruptedException {
    Path config = folder.resolve("sweep.yaml");
    Files.writeString(
        config,
        "{base: {supernet: "
            + shared.resolve("net")
            + ", agent: {name: reinforce, lanes: 32}, tradeOffs: {candidates: [0.003, 0.03, 0.3]}},"
            + " grid: {agent.steps: [600, 960]}}");
    Program program = new Program(folder);
    String[] sweep = {"sweep", "--config", "sweep.yaml", "--out", "run"};
    Program.Ended stopped = program.interruptAt("sweep: 2 trials", sweep);
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);

    Program.Ended again =
        program.run("sweep", "--config", "sweep.yaml", "--out", "run", "--resume", "--workers=2");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("reinforce (steps=600)", "reinforce (steps=960)", "uniform-8");

    Path alone = folder.resolve("alone");
    TrainConfig second =
        ConfigReader.read(
            folder.resolve("run/trials/002-steps-960-seed-1.yaml"),
            TrainConfig.defaults(),
            List.of());
    new TrainRun(second, ORIGIN, Progress.QUIET).run(RunFolder.create(alone));
    assertThat(withoutTime(folder.resolve("run/trials/002-steps-960-seed-1")))
        .isEqualTo(withoutTime(alone));
  }

  private boolean train(Path config, Path run, BooleanSupplier moment)
      throws IOException, InterruptedException {
    return new Program(folder).killWhen(moment, arguments(config, run));
  }

  private static String[] arguments(Path config, Path run) {
    String[] start = {"train", "--config", config.toString(), "--out", run.toString()};
    String[] resume = {"train", "--config", config.toString(), "--out", run.toString(), "--resume"};
    return Files.exists(run.resolve("config.yaml")) ? resume : start;
  }

  /**
   * Returns a moment at random: so many steps after the newest checkpoint, and then so many looks
   * later, which may be in the midst of learning, of evaluating, or of starting again.
   */
  private static BooleanSupplier somewhatLater(Path run, SeededRandom random) {
    long steps = progress(run) + random.nextInt(2000);
    int[] looks = {random.nextInt(40)};
    return () ->
        Files.exists(run.resolve("config.yaml")) && progress(run) >= steps && looks[0]-- <= 0;
  }

  /** Returns the steps of both seeds up to their newest checkpoints. */
  private static long progress(Path run) {
    long steps = 0;
    for (int seed = 1; seed <= 2; seed++) {
      String[] names = run.resolve("checkpoints/seed-" + seed).toFile().list();
      for (String name : names == null ? new String[0] : names) {
        if (name.matches("step-[0-9]+[.]safetensors")) {
          steps = Math.max(steps, (seed - 1) * STEPS + Long.parseLong(name.substring(5, 17)));
        }
      }
    }
    return steps;
  }

  private static JsonNode withoutTime(Path run) throws IOException {
    JsonNode summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
    ((ObjectNode) summary).remove("wallSeconds");
    return summary;
  }
}
