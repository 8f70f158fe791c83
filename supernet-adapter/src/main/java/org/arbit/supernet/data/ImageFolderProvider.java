package org.arbit.supernet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.arbit.supernet.data.RecordDataset.Layout;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * PNG or JPEG images in a folder per class, either below {@code train} and {@code test}, or right
 * in the source, of which then a tenth each becomes the validation and test part. Classes are
 * numbered by the alphabetical order of their folders; all images have one size.
 */
public final class ImageFolderProvider implements DataProvider {

  private static final String CHANNELS = "channels";
  private static final int LARGEST_SIDE = 4096;

  @Override
  public String name() {
    return "images";
  }

  @Override
  public String summary() {
    return "a folder of PNG or JPEG images per class, maybe below train and test";
  }

  @Override
  public Set<String> options() {
    return Set.of(CHANNELS);
  }

  @Override
  public boolean canRead(Path source) {
    if (!Files.isDirectory(source)) {
      return false;
    }
    Path parent = isSplit(source) ? source.resolve("train") : source;
    List<Path> classes = list(parent, Files::isDirectory);
    return !classes.isEmpty() && !list(classes.get(0), ImageFolderProvider::isImage).isEmpty();
  }

  @Override
  public DataSplits load(DataRequest request) {
    Path source = request.existingSource(name());
    boolean split = isSplit(source);
    Path first = split ? source.resolve("train") : source;
    List<Path> classes = classes(first);
    ImageShape shape = shape(classes.get(0), request);
    if (!split) {
      return Splitter.whole(read(source, first, classes, shape), request.sizes(), request.seed());
    }
    Path second = source.resolve("test");
    List<String> names = classes.stream().map(c -> c.getFileName().toString()).toList();
    List<String> testNames = classes(second).stream().map(c -> c.getFileName().toString()).toList();
    if (!names.equals(testNames)) {
      throw new InvalidInputException(
          "%s has the classes %s but %s has %s; expected the same."
              .formatted(first, names, second, testNames));
    }
    Dataset train = read(source, first, classes, shape);
    Dataset test = read(source, second, classes(second), shape);
    return Splitter.official(train, test, request.sizes(), request.seed());
  }

  private static ImageShape shape(Path folder, DataRequest request) {
    Path image = list(folder, ImageFolderProvider::isImage).get(0);
    ImageShape found = ImageFile.shape(image);
    if (found.height() > LARGEST_SIDE || found.width() > LARGEST_SIDE) {
      throw new InvalidInputException(
          "%s is %d x %d pixels; expected at most %d x %d."
              .formatted(image, found.height(), found.width(), LARGEST_SIDE, LARGEST_SIDE));
    }
    int channels = request.intOption(CHANNELS, found.channels(), 1, 3);
    if (channels == 2) {
      throw new InvalidInputException("The option \"channels\" is \"2\"; expected 1 or 3.");
    }
    return new ImageShape(channels, found.height(), found.width());
  }

  private static Dataset read(Path source, Path parent, List<Path> classes, ImageShape shape) {
    List<Integer> labels = new ArrayList<>();
    try (PixelCollector collector = new PixelCollector(Pixels.heapShare() / 2)) {
      for (int label = 0; label < classes.size(); label++) {
        for (Path image : list(classes.get(label), ImageFolderProvider::isImage)) {
          collector.write(ImageFile.pixels(image, shape), 0, shape.size());
          labels.add(label);
        }
      }
      Path folder = source.toAbsolutePath().normalize().getFileName();
      return new RecordDataset(
          folder == null ? "images" : folder.toString(),
          shape,
          classes.size(),
          collector.finish(),
          new Layout(0, shape.size(), false),
          labels.stream().mapToInt(Integer::intValue).toArray());
    } catch (IOException e) {
      throw new InvalidInputException(parent + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static boolean isSplit(Path source) {
    return Files.isDirectory(source.resolve("train")) && Files.isDirectory(source.resolve("test"));
  }

  /** Returns the folders of the classes; each has an image. */
  private static List<Path> classes(Path parent) {
    List<Path> classes = list(parent, Files::isDirectory);
    if (classes.size() < 2) {
      throw new InvalidInputException(
          "%s has %d folders; expected one per class, at least 2."
              .formatted(parent, classes.size()));
    }
    for (Path folder : classes) {
      if (list(folder, ImageFolderProvider::isImage).isEmpty()) {
        throw new InvalidInputException(
            folder + " has no .png, .jpg or .jpeg file; expected the images of a class.");
      }
    }
    return classes;
  }

  /** By name, so that nothing depends on the order in which a file system lists. */
  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(wanted)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
  }
}
