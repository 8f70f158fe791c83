package org.arbit.supernet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.arbit.supernet.data.NpzArchive.Array;
import org.arbit.supernet.data.RecordDataset.Layout;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * A NumPy {@code .npz} archive with images of unsigned bytes, N x H x W, N x H x W x C or N x C x H
 * x W, and labels of any whole-number type. Known names are those of Keras' MNIST ({@code x_train},
 * {@code y_train}, ...), of MedMNIST ({@code train_images}, {@code train_labels}, {@code
 * val_images}, ...), and {@code images} with {@code labels}, or {@code x} with {@code y}, for data
 * without a test set.
 */
public final class NpzProvider implements DataProvider {

  private static final String CLASSES = "classes";
  private static final int MOST_CLASSES = 1 << 16;

  /** Names of images and of their labels; %s is the part. */
  private static final List<List<String>> PARTS =
      List.of(List.of("x_%s", "y_%s"), List.of("X_%s", "y_%s"), List.of("%s_images", "%s_labels"));

  private static final List<List<String>> WHOLE =
      List.of(List.of("images", "labels"), List.of("x", "y"), List.of("X", "y"));

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String summary() {
    return "a NumPy .npz file with x_train, y_train, x_test, y_test (uint8 images), or its folder";
  }

  @Override
  public Set<String> options() {
    return Set.of(CLASSES);
  }

  @Override
  public boolean canRead(Path source) {
    return archives(source).size() == 1;
  }

  @Override
  public DataSplits load(DataRequest request) {
    Path source = request.existingSource(name());
    List<Path> archives = archives(source);
    if (archives.size() != 1) {
      throw new InvalidInputException(
          "%s has %d .npz files; expected one.".formatted(source, archives.size()));
    }
    // The parts share a tenth of the heap.
    try (NpzArchive archive = new NpzArchive(archives.get(0), Pixels.heapShare() / 3)) {
      return load(archive, archives.get(0), request);
    } catch (IOException e) {
      throw new InvalidInputException(source + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private DataSplits load(NpzArchive archive, Path file, DataRequest request) {
    Optional<Part> train = part(archive, "train");
    Optional<Part> test = part(archive, "test");
    Optional<Part> validation = part(archive, "val");
    Optional<Part> whole = find(archive, WHOLE, "");
    List<Part> all = Stream.of(train, validation, test, whole).flatMap(Optional::stream).toList();
    int most = all.stream().flatMapToInt(p -> Arrays.stream(p.labels())).max().orElse(0);
    int classes = request.intOption(CLASSES, most + 1, 1, MOST_CLASSES);
    if (most >= classes) {
      throw new InvalidInputException(
          "%s has label %d; expected 0..%d.".formatted(file, most, classes - 1));
    }
    if (train.isPresent() && test.isPresent()) {
      Dataset official = train.get().dataset(file, classes);
      Dataset testSet = test.get().dataset(file, classes);
      return validation.isPresent()
          ? Splitter.given(
              official,
              validation.get().dataset(file, classes),
              testSet,
              request.sizes(),
              request.seed())
          : Splitter.official(official, testSet, request.sizes(), request.seed());
    }
    return whole
        .map(p -> Splitter.whole(p.dataset(file, classes), request.sizes(), request.seed()))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "%s holds %s; expected x_train, y_train, x_test, y_test or images, labels."
                        .formatted(file, String.join(", ", archive.names()))));
  }

  private static Optional<Part> part(NpzArchive archive, String part) {
    return find(archive, PARTS, part);
  }

  private static Optional<Part> find(NpzArchive archive, List<List<String>> names, String part) {
    for (List<String> pair : names) {
      String images = pair.get(0).formatted(part);
      String labels = pair.get(1).formatted(part);
      if (archive.has(images)) {
        Array array = archive.images(images);
        int[] shape = array.header().shape();
        if (shape.length < 3 || shape.length > 4 || array.header().isEmpty()) {
          throw archive.refuse(
              images,
              "has the shape %s; expected N x H x W, N x H x W x C or N x C x H x W."
                  .formatted(array.header().shapeText()));
        }
        return Optional.of(new Part(array, archive.labels(labels, shape[0])));
      }
    }
    return Optional.empty();
  }

  /** Images and labels that belong together. */
  private record Part(Array images, int[] labels) {

    Dataset dataset(Path file, int classes) {
      int[] shape = images.header().shape();
      boolean last = shape.length == 4 && (shape[3] == 1 || shape[3] == 3);
      ImageShape image =
          shape.length == 3
              ? new ImageShape(1, shape[1], shape[2])
              : last
                  ? new ImageShape(shape[3], shape[1], shape[2])
                  : new ImageShape(shape[1], shape[2], shape[3]);
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.npz$", "");
      Layout layout = new Layout(0, image.size(), last);
      return new RecordDataset(name, image, classes, images.data(), layout, labels);
    }
  }

  private static List<Path> archives(Path source) {
    if (Files.isRegularFile(source)) {
      return isArchive(source) ? List.of(source) : List.of();
    }
    if (!Files.isDirectory(source)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(source)) {
      return files.filter(NpzProvider::isArchive).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(source + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static boolean isArchive(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".npz");
  }
}
