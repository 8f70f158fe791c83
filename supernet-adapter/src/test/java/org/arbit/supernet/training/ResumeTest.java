package org.arbit.supernet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Augmentation;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.Optimization.Method;
import org.arbit.supernet.training.Optimization.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training that was stopped after any step ends with the same bytes as one that was not. */
class ResumeTest {

  private static final DataSplits BARS =
      new DataSplits("bars", "hash", new Bars(70), new Bars(40), new Bars(10));

  private static final Augmentation AUGMENTATION = new Augmentation(2, true, 3);

  @TempDir Path folder;

  private static TrainingConfig config(String recipe, long seed) {
    Optimization optimization =
        List.of("hotswap", "vertical").contains(recipe)
            ? new Optimization(Method.ADAM, Schedule.ONE_CYCLE, 0.1, 0.9)
            : Optimization.DEFAULT;
    return new TrainingConfig(
            Networks.named("resnet8", 2),
            BitWidths.of(2, 4, 8),
            false,
            recipe,
            Map.of(),
            4,
            16,
            0.05,
            0.1,
            0.9,
            5e-4,
            0.1,
            1,
            2,
            0.3,
            8,
            seed)
        .with(optimization, AUGMENTATION, new Validation(2, true));
  }

  private static SuperNetTrainer trainer(String recipe) {
    return new SuperNetTrainer(config(recipe, 3), BARS, new Workers(2));
  }

  private TrainingState stateAfter(String recipe, int step) throws IOException {
    AtomicReference<TrainingState> state = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                trainer(recipe)
                    .train(
                        progress -> {
                          if (progress.step() == step) {
                            state.set(progress.state());
                            throw new CancellationException();
                          }
                        }))
        .isInstanceOf(CancellationException.class);
    Path file = folder.resolve(recipe + step);
    state.get().save(file);
    return TrainingState.load(file);
  }

  /** Four steps an epoch, 16 in all; statistics are constant from step 11 on. */
  @ParameterizedTest
  @CsvSource({"abn, 8", "hotswap, 11", "coquant, 5", "vertical, 10", "dedicated, 16", "fp32, 9"})
  void endsWithTheSameBytes(String recipe, int stop) throws IOException {
    Recorder whole = new Recorder();
    trainer(recipe).train(whole).save(folder.resolve("whole"));
    Recorder rest = new Recorder();
    SuperNetCheckpoint resumed =
        new SuperNetTrainer(config(recipe, 3), BARS, new Workers(1))
            .train(stateAfter(recipe, stop), rest);
    resumed.save(folder.resolve("resumed"));

    for (String file : List.of("weights.safetensors", "supernet.json")) {
      assertThat(folder.resolve("resumed").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(rest.losses).isEqualTo(whole.losses.subList(stop, 16));
    assertThat(rest.epochs).isEqualTo(whole.epochs.subList(stop / 4, 4));
  }

  @Test
  void aStateHoldsANetworkThatCanBeUsed() throws IOException {
    stateAfter("abn", 5);
    SuperNetCheckpoint network = SuperNetCheckpoint.load(folder.resolve("abn5/supernet"));
    assertThat(network.recipe()).isEqualTo("abn");
    assertThat(network.tensors()).containsKey("block0.conv1.weight");
  }

  @Test
  void theStateOfAnotherTrainingIsRefused() throws IOException {
    TrainingState state = stateAfter("abn", 2);
    assertThatThrownBy(
            () ->
                new SuperNetTrainer(config("abn", 4), BARS, new Workers(1))
                    .train(state, TrainingListener.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other settings");
    DataSplits others = new DataSplits("bars", "other", BARS.train(), BARS.train(), BARS.test());
    assertThatThrownBy(
            () ->
                new SuperNetTrainer(config("abn", 3), others, new Workers(1))
                    .train(state, TrainingListener.NONE))
        .hasMessageContaining("other data: hash instead of other");
  }

  @Test
  void damagedStatesAreRefused() throws IOException {
    stateAfter("abn", 1);
    Path json = folder.resolve("abn1/training.json");
    String text = Files.readString(json);
    Files.writeString(json, text.replace("\"schema\" : 1", "\"schema\" : 9"));
    assertThatThrownBy(() -> TrainingState.load(folder.resolve("abn1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("schema 9");
    Files.writeString(json, text.substring(0, 20));
    assertThatThrownBy(() -> TrainingState.load(folder.resolve("abn1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not valid JSON");
    Files.delete(json);
    assertThatThrownBy(() -> TrainingState.load(folder.resolve("abn1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no training.json");
  }

  /** Writes down what it is told, but for the throughput. */
  private static final class Recorder implements TrainingListener {

    private final List<Double> losses = new ArrayList<>();
    private final List<List<Object>> epochs = new ArrayList<>();

    @Override
    public void stepDone(TrainingProgress progress) {
      losses.add(progress.loss());
    }

    @Override
    public void epochDone(EpochReport report) {
      assertThat(report.imagesPerSecond()).isPositive();
      epochs.add(
          List.of(
              report.epoch(),
              report.loss(),
              report.learningRate(),
              report.accuracyByBits(),
              report.best().isPresent()));
    }
  }
}
