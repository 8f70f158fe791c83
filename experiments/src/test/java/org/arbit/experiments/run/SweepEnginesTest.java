package org.arbit.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;

final class SweepEnginesTest {

  private static final TrialProgram PROGRAM =
      new TrialProgram(List.of("-Xmx1g"), "some.Entry", List.of("supernet", "train"));

  @Test
  void theLocalOneIsBuiltInAndDoesOneTrialAtATimeUnlessToldOtherwise() throws Exception {
    assertThat(SweepEngines.load().names()).containsExactly("local");
    SweepEngineProvider local = SweepEngines.find("local");
    try (SweepEngine one = local.open(options(null, null));
        SweepEngine three = local.open(options(null, 3))) {
      assertThat(one.trialsAtATime()).isEqualTo(1);
      assertThat(three.trialsAtATime()).isEqualTo(3);
    }
    assertThatThrownBy(() -> local.open(options("spark://there:7077", null)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--master is spark://there:7077")
        .hasMessageContaining("Maybe add --engine spark?");
  }

  @Test
  void whatIsNotThereIsToldWithTheWayToGetIt() {
    assertThatThrownBy(() -> SweepEngines.find("spark"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not on the class path")
        .hasMessageContaining("./arbit")
        .hasMessageContaining("docs/cluster.md");
    assertThatThrownBy(() -> SweepEngines.find("locale"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"locale\"")
        .hasMessageContaining("Maybe \"local\"?");
  }

  @Test
  void aTrialStartsWithTheJavaAndTheClassPathOfWhoStartsIt() {
    assertThat(PROGRAM.command())
        .containsExactly(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            "some.Entry",
            "supernet",
            "train");
  }

  private static SweepEngineProvider.Options options(String master, Integer workers) {
    return new SweepEngineProvider.Options(PROGRAM, master, workers, Progress.QUIET);
  }
}
