package org.arbit.supernet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.arbit.supernet.data.RecordDataset.Layout;
import org.arbit.supernet.spi.InvalidInputException;

/** A folder with the four IDX files of MNIST and its kin, under their usual names. */
public final class IdxFolder {

  /** Classes of MNIST, Fashion-MNIST and most of their kin. */
  public static final int DEFAULT_CLASSES = 10;

  private static final String IMAGES = "-images";
  private static final String LABELS = "-labels";

  /** Of one file: as published, as some mirrors rename it, and compressed or not. */
  private static final List<String> PATTERNS =
      List.of("-idx%d-ubyte", "-idx%d-ubyte.gz", ".idx%d-ubyte", ".idx%d-ubyte.gz");

  private final Path folder;
  private final int classes;

  /** Names the folder; nothing is read yet. */
  public IdxFolder(Path folder, int classes) {
    this.folder = folder;
    this.classes = classes;
  }

  /** Whether the folder holds at least one of the four files, so that a missing one is named. */
  public boolean isPresent() {
    return Stream.of("train", "t10k")
        .anyMatch(part -> isPresent(part + IMAGES, 3) || isPresent(part + LABELS, 1));
  }

  private boolean isPresent(String start, int dimensions) {
    return PATTERNS.stream()
        .anyMatch(pattern -> Files.exists(folder.resolve(start + pattern.formatted(dimensions))));
  }

  /**
   * Reads the files and cuts the validation part out of the training set.
   *
   * @throws InvalidInputException if a file is missing or broken, or does not fit the others
   */
  public DataSplits load(SplitSizes sizes, long seed) {
    return Splitter.official(read("train"), read("t10k"), sizes, seed);
  }

  private Dataset read(String part) {
    Path imageFile = find(part + IMAGES, 3);
    Path labelFile = find(part + LABELS, 1);
    int[] labels = IdxReader.labels(labelFile);
    IdxReader.Idx images = IdxReader.images(imageFile, Pixels.heapShare());
    int count = images.lengths()[0];
    if (count != labels.length) {
      throw new InvalidInputException(
          "%s has %d images but %s has %d labels; expected as many."
              .formatted(imageFile, count, labelFile, labels.length));
    }
    for (int i = 0; i < count; i++) {
      if (labels[i] >= classes) {
        throw new InvalidInputException(
            "%s has label %d at position %d; expected 0..%d. Maybe the data have more classes?"
                .formatted(labelFile, labels[i], i, classes - 1));
      }
    }
    ImageShape shape = new ImageShape(1, images.lengths()[1], images.lengths()[2]);
    Layout layout = new Layout(images.start(), shape.size(), false);
    return new RecordDataset(name(), shape, classes, images.pixels(), layout, labels);
  }

  private String name() {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "idx" : last.toString();
  }

  private Path find(String start, int dimensions) {
    for (String pattern : PATTERNS) {
      Path file = folder.resolve(start + pattern.formatted(dimensions));
      if (Files.exists(file)) {
        return file;
      }
    }
    String expected = start + PATTERNS.get(0).formatted(dimensions);
    throw new InvalidInputException(
        folder.resolve(expected)
            + " is missing; expected it or "
            + expected
            + ".gz in the folder.");
  }
}
