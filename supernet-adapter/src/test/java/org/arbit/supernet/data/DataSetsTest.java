package org.arbit.supernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataSetsTest {

  private final DataSets dataSets = DataSets.onClassPath();

  @TempDir Path folder;

  @Test
  void builtInKindsComeInByTheServiceLoader() {
    assertThat(dataSets.catalog().names())
        .contains("cifar10", "cifar100", "idx", "images", "npz", "strokes");
    assertThat(dataSets.catalog().all()).allSatisfy(p -> assertThat(p.summary()).isNotBlank());
  }

  @Test
  void withoutASourceItIsStrokes() {
    SplitSizes sizes = new SplitSizes(30, 10, 20);
    DataSplits splits = dataSets.load(DataRequest.generated(3).withSizes(sizes));
    assertThat(splits.sha256())
        .isEqualTo(Strokes.splits(StrokesConfig.DEFAULT, 3, 30, 10, 20).sha256());
  }

  @Test
  void unknownNamesComeWithTheKnownOnes() {
    assertThatThrownBy(() -> dataSets.load("stroke", DataRequest.generated(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("There is no data set \"stroke\"")
        .hasMessageContaining("cifar100, idx")
        .hasMessageEndingWith("Maybe \"strokes\"?");
    DataRequest request = DataRequest.of(folder, 1).withOption("clases", "3");
    assertThatThrownBy(() -> dataSets.load("idx", request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("Maybe \"classes\"?");
  }

  @Test
  void optionsAreChecked() {
    DataRequest request = DataRequest.of(folder, 1);
    for (String value : List.of("x", "1", "257", "99999999999")) {
      assertThatThrownBy(() -> dataSets.load("idx", request.withOption("classes", value)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The option \"classes\" is \"%s\"; expected a whole number in 2..256."
                  .formatted(value));
    }
  }

  @Test
  void strokesReadNothing() {
    assertThatThrownBy(() -> dataSets.load("strokes", DataRequest.of(folder, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aFolderOfNoKindIsToldWhatThereIs() {
    assertThatThrownBy(() -> dataSets.load(DataRequest.of(folder, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder + " holds no data of a known kind")
        .hasMessageContaining("train-images-idx3-ubyte")
        .message()
        .doesNotContain("strokes");
    Path missing = folder.resolve("nowhere");
    assertThatThrownBy(() -> dataSets.load(DataRequest.of(missing, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere does not exist");
  }

  @Test
  void aFolderOfTwoKindsIsRefused() throws IOException {
    Files.createFile(folder.resolve("a.npz"));
    Files.createFile(folder.resolve("train-images-idx3-ubyte"));
    assertThatThrownBy(() -> dataSets.detect(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("could be idx or npz");
  }

  @Test
  void eachKindIsDetected() throws IOException {
    assertThat(detected("train-images-idx3-ubyte.gz")).isEqualTo("idx");
    assertThat(detected("t10k-labels.idx1-ubyte")).isEqualTo("idx");
    assertThat(detected("data.npz")).isEqualTo("npz");
    assertThat(detected("data_batch_1.bin", "test_batch.bin")).isEqualTo("cifar10");
    assertThat(detected("train.bin", "test.bin")).isEqualTo("cifar100");
    assertThat(detected("cat/1.png", "dog/1.png")).isEqualTo("images");
    assertThat(detected("train/cat/1.jpg", "train/dog/1.jpg", "test/cat/1.jpg"))
        .isEqualTo("images");
  }

  private String detected(String... files) throws IOException {
    Path place = Files.createTempDirectory(folder, "kind");
    for (String file : files) {
      Files.createDirectories(place.resolve(file).getParent());
      Files.createFile(place.resolve(file));
    }
    return dataSets.detect(place).name();
  }
}
