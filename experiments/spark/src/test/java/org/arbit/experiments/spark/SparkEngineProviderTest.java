package org.arbit.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.SweepEngineProvider;
import org.arbit.experiments.run.SweepEngines;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SparkEngineProviderTest {

  @Test
  void isFoundByItsName() {
    assertThat(SweepEngines.find("spark")).isInstanceOf(SparkEngineProvider.class);
    assertThat(SweepEngines.load().names()).containsExactly("local", "spark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[0]", "spark://there", "yarn", "http://there:8080", ""})
  void aMasterOfAnotherKindIsRefused(String master) {
    assertThatThrownBy(() -> new SparkEngineProvider().open(options(master, null)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--master is \"" + master + "\"")
        .hasMessageContaining("spark://HOST:PORT");
  }

  @Test
  void aNumberOfWorkersBelongsToTheMaster() {
    assertThatThrownBy(() -> new SparkEngineProvider().open(options(null, 3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--workers is 3")
        .hasMessageContaining("Maybe --master local[3]?");
  }

  private static SweepEngineProvider.Options options(String master, Integer workers) {
    return new SweepEngineProvider.Options(TinySweep.PROGRAM, master, workers, Progress.QUIET);
  }
}
