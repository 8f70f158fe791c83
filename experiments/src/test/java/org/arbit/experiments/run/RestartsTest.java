package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.testing.ListeningProgress;
import org.arbit.experiments.testing.StoppingProgress;
import org.arbit.experiments.testing.TinyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartsTest {

  private static final Pattern CHOICE =
      Pattern.compile("reinforce, seed 4: restart (\\d) is the best .*, of (.*), (.*), (.*)\\.");

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainANetwork() throws IOException {
    TinyRun.network(shared.resolve("net"));
  }

  @Test
  void theBestTrainingOfASeedCountsAndTheOthersAreNotMeasured() throws IOException {
    List<String> said = new ArrayList<>();
    Path run = run("three", 3, new ListeningProgress(said));

    Matcher choice =
        said.stream().map(CHOICE::matcher).filter(Matcher::matches).findFirst().orElseThrow();
    int best = Integer.parseInt(choice.group(1));
    double[] scores = new double[3];
    Arrays.setAll(scores, i -> Double.parseDouble(choice.group(i + 2)));
    assertThat(scores[best - 1]).isEqualTo(Arrays.stream(scores).max().orElseThrow());
    assertThat(run.resolve("best/agent.safetensors"))
        .hasSameBinaryContentAs(
            run.resolve("checkpoints")
                .resolve(best == 1 ? "seed-4" : "seed-4-restart-" + best)
                .resolve("final.safetensors"));
    assertThat(SummaryFile.read(run).results())
        .filteredOn(result -> result.type() == ResultType.AGENT)
        .hasSize(2)
        .extracting(Result::seed)
        .containsOnly(4L);
    JsonNode kept =
        new ObjectMapper().readTree(run.resolve("manifest.json").toFile()).at("/restartScores/4");
    assertThat(kept).hasSize(3);
    assertThat(kept.get(best - 1).asDouble()).isCloseTo(scores[best - 1], within(5e-5));
  }

  @Test
  void theFirstIsWhatThereWouldBeWithoutOthers() throws IOException {
    Path one = run("one", 1, Progress.QUIET);
    Path two = run("two", 2, Progress.QUIET);
    String last = "checkpoints/seed-4/final.safetensors";
    assertThat(two.resolve(last)).hasSameBinaryContentAs(one.resolve(last));
    assertThat(Files.readAllBytes(two.resolve("checkpoints/seed-4-restart-2/final.safetensors")))
        .isNotEqualTo(Files.readAllBytes(one.resolve(last)));
    assertThat(Files.readString(two.resolve("metrics.jsonl")))
        .startsWith(Files.readString(one.resolve("metrics.jsonl")))
        .contains("\"part\":\"reinforce, restart 2, seed 4\"");
  }

  @Test
  void aRunThatIsStoppedInItsSecondTrainingGoesOnThere() throws IOException {
    Path whole = run("whole", 2, Progress.QUIET);
    RunFolder stopped = RunFolder.create(folder.resolve("stopped"));
    assertThatThrownBy(
            () ->
                new TrainRun(config(2), TinyRun.ORIGIN, StoppingProgress.after("restart 2", 900))
                    .run(stopped))
        .isInstanceOf(CancellationException.class);
    new TrainRun(config(2), TinyRun.ORIGIN, Progress.QUIET).run(RunFolder.resume(stopped.path()));
    for (String file :
        List.of(
            "metrics.jsonl",
            "best/agent.safetensors",
            "checkpoints/seed-4-restart-2/final.safetensors")) {
      assertThat(stopped.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  @Test
  void whoDoesNotLearnHasNothingToStartAgain() {
    TrainConfig wrong =
        TinyRun.training(
            shared.resolve("net"), "agent.name=cascade", "agent.settings={}", "restarts=2");
    assertThat(TrainRun.problems(wrong))
        .extracting(Problem::toString)
        .containsExactly(
            "restarts: cascade does not learn, so that there is nothing to start again.");
  }

  private Path run(String name, int restarts, Progress progress) throws IOException {
    RunFolder run = RunFolder.create(folder.resolve(name));
    new TrainRun(config(restarts), TinyRun.ORIGIN, progress).run(run);
    return run.path();
  }

  private static TrainConfig config(int restarts) {
    return TinyRun.training(
        shared.resolve("net"),
        "seeds=[4]",
        "restarts=" + restarts,
        "agent.steps=1500",
        "checkpointSteps=400",
        "tradeOffs={candidates: [0.003, 0.03, 0.3, 1], losses: [], budgets: [0.3, 0.6]}");
  }
}
