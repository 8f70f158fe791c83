package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbit.experiments.report.LearningCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCurvesTest {

  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  @Test
  void agentsHaveTheirReturnAndNetworksTheirLoss() throws IOException {
    Files.writeString(
        folder.resolve("metrics.jsonl"),
        """
        {"part":"super-network","step":1,"loss":1.5}
        {"part":"dqn, seed 7","step":10,"loss":0.2,"return":0.5}
        {"part":"dqn, seed 7","step":20,"loss":0.1,"return":0.75}
        {"part":"ppo","step":10,"return":0.25}
        {"part":"ppo","step":20,"retu""");

    assertThat(MetricsCurves.read(folder, 3, said::add))
        .containsExactly(
            new LearningCurve("super-network", 3, "loss", List.of(new LearningCurve.Point(1, 1.5))),
            new LearningCurve(
                "dqn",
                7,
                "return",
                List.of(new LearningCurve.Point(10, 0.5), new LearningCurve.Point(20, 0.75))),
            new LearningCurve("ppo", 3, "return", List.of(new LearningCurve.Point(10, 0.25))));
    assertThat(MetricsCurves.read(folder.resolve("none"), 1, said::add)).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void damagedLinesAreCounted() throws IOException {
    Files.writeString(folder.resolve("metrics.jsonl"), "{\nx\n{\"part\":\"a\"}\n{");
    assertThat(MetricsCurves.read(folder, 1, said::add)).isEmpty();
    assertThat(said).singleElement().asString().contains("metrics.jsonl: 2 lines are damaged");
  }

  @Test
  void longCurvesBecomeMeansOfTheirParts() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 400; i++) {
      lines.append("{\"part\":\"dqn\",\"step\":" + i + ",\"return\":" + i + "}\n");
    }
    Files.writeString(folder.resolve("metrics.jsonl"), lines);
    List<LearningCurve.Point> points = MetricsCurves.read(folder, 1, said::add).get(0).points();
    assertThat(points).hasSize(100);
    assertThat(points.get(0)).isEqualTo(new LearningCurve.Point(4, 2.5));
    assertThat(points.get(99)).isEqualTo(new LearningCurve.Point(400, 398.5));
  }
}
