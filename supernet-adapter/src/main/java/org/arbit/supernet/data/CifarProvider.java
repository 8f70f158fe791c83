package org.arbit.supernet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.arbit.supernet.data.RecordDataset.Layout;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one or two label bytes and 3 x 32 x 32
 * bytes of an image, red plane first (Krizhevsky, "Learning multiple layers of features from tiny
 * images", 2009).
 */
public abstract sealed class CifarProvider implements DataProvider {

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  private final String name;
  private final List<String> trainFiles;
  private final String testFile;

  private CifarProvider(String name, List<String> trainFiles, String testFile) {
    this.name = name;
    this.trainFiles = trainFiles;
    this.testFile = testFile;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean canRead(Path source) {
    return Files.isRegularFile(source.resolve(testFile))
        && Files.isRegularFile(source.resolve(trainFiles.get(0)));
  }

  /** What the label bytes of a record mean: how many there are, which counts, and its classes. */
  record Labels(int bytes, int position, int classes) {}

  abstract Labels labels(DataRequest request);

  @Override
  public final DataSplits load(DataRequest request) {
    Path folder = request.existingSource(name);
    Labels labels = labels(request);
    List<Dataset> train =
        trainFiles.stream().map(file -> read(folder.resolve(file), labels)).toList();
    Dataset test = read(folder.resolve(testFile), labels);
    return Splitter.official(new JoinedDataset(train), test, request.sizes(), request.seed());
  }

  private Dataset read(Path file, Labels format) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + " is missing; expected a file of " + name + " in its binary version.");
    }
    // A tenth of the heap for all files together, each of which is about as large as the next.
    Pixels pixels = Pixels.of(file, Pixels.heapShare() / (trainFiles.size() + 1));
    int stride = format.bytes() + SHAPE.size();
    if (pixels.length() == 0 || pixels.length() % stride != 0) {
      throw new InvalidInputException(
          "%s has %d bytes; expected a multiple of %d, the size of a record. Maybe it is truncated?"
              .formatted(file, pixels.length(), stride));
    }
    int[] labels = new int[Math.toIntExact(pixels.length() / stride)];
    byte[] head = new byte[format.bytes()];
    for (int i = 0; i < labels.length; i++) {
      pixels.read((long) i * stride, head, 0, head.length);
      labels[i] = head[format.position()] & 0xFF;
      if (labels[i] >= format.classes()) {
        throw new InvalidInputException(
            "%s has label %d in record %d; expected 0..%d."
                .formatted(file, labels[i], i, format.classes() - 1));
      }
    }
    Layout layout = new Layout(format.bytes(), stride, false);
    return new RecordDataset(name, SHAPE, format.classes(), pixels, layout, labels);
  }

  /** CIFAR-10: five training files and a test file. */
  public static final class Ten extends CifarProvider {

    /** Creates the provider. */
    public Ten() {
      super(
          "cifar10",
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin"),
          "test_batch.bin");
    }

    @Override
    public String summary() {
      return "a folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin";
    }

    @Override
    Labels labels(DataRequest request) {
      return new Labels(1, 0, 10);
    }
  }

  /** CIFAR-100: one training and one test file; 100 fine or 20 coarse classes. */
  public static final class Hundred extends CifarProvider {

    private static final String LABELS = "labels";

    /** Creates the provider. */
    public Hundred() {
      super("cifar100", List.of("train.bin"), "test.bin");
    }

    @Override
    public String summary() {
      return "a folder with train.bin and test.bin of CIFAR-100; option labels: fine or coarse";
    }

    @Override
    public Set<String> options() {
      return Set.of(LABELS);
    }

    @Override
    Labels labels(DataRequest request) {
      String kind = request.option(LABELS).orElse("fine");
      return switch (kind) {
        case "fine" -> new Labels(2, 1, 100);
        case "coarse" -> new Labels(2, 0, 20);
        default ->
            throw new InvalidInputException(
                "The option \"labels\" is \"" + kind + "\"; expected fine or coarse.");
      };
    }
  }
}
