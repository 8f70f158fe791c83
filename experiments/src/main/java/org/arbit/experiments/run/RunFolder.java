package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a run writes into. It is made before the work begins, so that a path that cannot
 * be written is told at once, and is removed again if the work fails.
 */
public final class RunFolder {

  private static final int MOST_SUFFIXES = 10_000;

  private final Path path;
  private final @Nullable Path made;

  private RunFolder(Path path, @Nullable Path made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Makes the folder that the user has named; an empty one that exists is taken.
   *
   * @throws InvalidInputException if it is in use, no folder, or cannot be written
   */
  public static RunFolder create(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new InvalidInputException(
          path + " is a file; the output needs a new folder. Maybe " + path + "-run?");
    }
    if (Files.isDirectory(path) && !isEmpty(path)) {
      throw new InvalidInputException(
          path + " is in use; the output needs a new or empty folder. Maybe " + free(path) + "?");
    }
    return make(path);
  }

  /**
   * Goes on in the folder of an earlier run.
   *
   * @throws InvalidInputException if there is none, or it is damaged or of a newer schema
   */
  public static RunFolder resume(Path path) throws IOException {
    if (!Files.isRegularFile(path.resolve(Quickstart.CONFIG))) {
      throw new InvalidInputException(
          path + " has no run to resume. Maybe start one without --resume?");
    }
    Manifest.check(path);
    return new RunFolder(path, null);
  }

  /**
   * Writes the configuration, unless it is there already.
   *
   * @throws InvalidInputException if another one is there
   */
  void writeConfig(String yaml) throws IOException {
    Path file = resolve(Quickstart.CONFIG);
    if (Files.exists(file) && !ConfigReader.text(file).equals(yaml)) {
      throw new InvalidInputException(
          file
              + " differs from the configuration that is given. Maybe resume with the one that "
              + "the run was started with?");
    }
    AtomicFiles.writeString(file, yaml);
  }

  /** Makes a new folder: {@code path}, or {@code path-2}, {@code path-3} where that is in use. */
  public static RunFolder createNumbered(Path path) {
    return make(Files.exists(path) ? free(path) : path);
  }

  private static RunFolder make(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path firstMade = null;
    for (Path p = absolute; p != null && !Files.exists(p); p = p.getParent()) {
      firstMade = p;
    }
    try {
      Files.createDirectories(absolute);
      Path probe = Files.createTempFile(absolute, ".probe", ".tmp");
      Files.delete(probe);
    } catch (IOException e) {
      discard(firstMade, null, e);
      String reason =
          e instanceof FileSystemException f && f.getReason() != null
              ? f.getReason()
              : "no permission, or a part of the path is a file";
      throw new InvalidInputException(
          path + " cannot be written: " + reason + ". Maybe give another folder with --out?", e);
    }
    return new RunFolder(path, firstMade);
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  /** Returns a path inside. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * Removes everything that was written, and the folders that were made for it. What goes wrong
   * doing so is added to {@code cause} as suppressed.
   */
  public void discard(Throwable cause) {
    discard(made, path, cause);
  }

  private static void discard(@Nullable Path made, @Nullable Path content, Throwable cause) {
    try {
      if (made != null) {
        AtomicFiles.deleteRecursively(made);
      } else if (content != null) {
        try (Stream<Path> list = Files.list(content)) {
          for (Path path : list.toList()) {
            AtomicFiles.deleteRecursively(path);
          }
        }
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.findAny().isEmpty();
    } catch (IOException e) {
      throw new InvalidInputException(folder + " cannot be read.", e);
    }
  }

  private static Path free(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    for (int i = 2; i < MOST_SUFFIXES; i++) {
      Path candidate = path.resolveSibling(name + "-" + i);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new InvalidInputException(path + " and all its numbered neighbours are in use.");
  }
}
