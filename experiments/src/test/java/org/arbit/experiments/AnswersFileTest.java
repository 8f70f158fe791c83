package org.arbit.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersFileTest {

  @TempDir private Path folder;

  private static Evaluated evaluated(String name, ResultType type, Long seed, int... predicted) {
    int right = 0;
    for (int each : predicted) {
      right += each == 1 ? 1 : 0;
    }
    double accuracy = right / (double) predicted.length;
    byte[] bits = new byte[predicted.length];
    return new Evaluated(
        new Result(name, type, seed, seed == null ? null : 0.1, accuracy, 4, 9, 1, 10, null),
        new SampleOutcomes(1, bits, bits, predicted, new int[] {1, 1, 1, 1}));
  }

  private static Summary summary(Result... results) {
    return Summary.of(
        "train",
        1,
        new Summary.DatasetFacts("strokes", 1, 1, 4, "x"),
        new Summary.SupernetFacts("abn", "resnet8", List.of(8), new TreeMap<>()),
        List.of(results));
  }

  private static Summary write(Path run, Evaluated... evaluated) throws IOException {
    Files.createDirectories(run);
    AnswersFile.write(run, List.of(evaluated));
    Summary summary =
        summary(List.of(evaluated).stream().map(Evaluated::result).toArray(Result[]::new));
    SummaryFile.write(run, summary);
    return summary;
  }

  @Test
  void whatIsWrittenIsReadBackButForRandomBaselines() throws IOException {
    Evaluated agent = evaluated("dqn", ResultType.AGENT, 1L, 1, 0, 1, 1);
    Evaluated random = evaluated("random@dqn@0.1", ResultType.RANDOM, 1L, 0, 0, 0, 1);
    Evaluated uniform = evaluated("uniform-8", ResultType.STATIC, null, 0, 1, 1, 0);
    Summary summary = write(folder, agent, random, uniform);
    assertThat(AnswersFile.read(folder, summary))
        .hasSize(2)
        .hasEntrySatisfying(
            agent.result(), right -> assertThat(right).containsExactly(true, false, true, true))
        .hasEntrySatisfying(
            uniform.result(), right -> assertThat(right).containsExactly(false, true, true, false));
  }

  @Test
  void aSweepHasTheAnswersOfItsTrialsUnderItsOwnNames() throws IOException {
    Evaluated one = evaluated("dqn", ResultType.AGENT, 1L, 1, 0, 1, 1);
    Evaluated two = evaluated("dqn", ResultType.AGENT, 2L, 1, 0, 0, 1);
    write(folder.resolve("trials").resolve("001"), one);
    write(folder.resolve("trials").resolve("002"), two);
    Result first = one.result();
    Result renamed =
        new Result("dqn (rate=1)", first.type(), 1L, 0.1, first.accuracy(), 4, 9, 1, 10, null);
    Summary merged = summary(renamed, two.result());
    assertThat(AnswersFile.read(folder, merged))
        .hasEntrySatisfying(
            renamed, right -> assertThat(right).containsExactly(true, false, true, true))
        .hasEntrySatisfying(
            two.result(), right -> assertThat(right).containsExactly(true, false, false, true));
  }

  @Test
  void answersOfAnotherRunAreRefusedAndMissingOnesAreNone() throws IOException {
    Evaluated agent = evaluated("dqn", ResultType.AGENT, 1L, 1, 0, 1, 1);
    Summary summary = write(folder, evaluated("dqn", ResultType.AGENT, 1L, 1, 0, 0, 1));
    assertThatThrownBy(() -> AnswersFile.read(folder, summary(agent.result())))
        .hasMessageContaining("dqn@0.1 got 2 of 4 samples right")
        .hasMessageContaining("0.75")
        .hasMessageContaining("Maybe");
    Files.delete(folder.resolve(AnswersFile.NAME));
    assertThat(AnswersFile.read(folder, summary)).isEmpty();
  }
}
