package org.arbit.experiments.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.arbit.supernet.format.AtomicFiles;

/** Files and folders as bytes, to go from machine to machine. */
final class PackedFiles {

  /** What a driver with Arbit's usual heap can receive, even if several arrive at once. */
  private static final long MOST_BYTES = 256L << 20;

  private PackedFiles() {}

  /**
   * Packs files, and folders with all that is in them; hidden files are left out.
   *
   * @param root that names are relative to
   * @throws IOException if a file cannot be read, or if they are too large to be sent
   */
  static byte[] pack(Path root, List<Path> paths) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      long size = 0;
      for (Path file : files(paths)) {
        size += Files.size(file);
        if (size > MOST_BYTES) {
          throw new IOException(
              paths.get(0).getFileName()
                  + " has more than "
                  + (MOST_BYTES >> 20)
                  + " MB, too much to be sent to another machine. Maybe let all machines share the"
                  + " folder of the sweep (docs/cluster.md)?");
        }
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static List<Path> files(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.exists(path)) {
        try (Stream<Path> walk = Files.walk(path)) {
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  /**
   * Unpacks into a folder, over what is there.
   *
   * @throws IOException if a file cannot be written, or would lie outside
   */
  static void unpack(byte[] packed, Path root) throws IOException {
    Path top = root.toAbsolutePath().normalize();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = top.resolve(entry.getName()).normalize();
        if (!file.startsWith(top) || file.equals(top)) {
          throw new IOException("\"" + entry.getName() + "\" lies outside of the packed folder.");
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * Puts the run folder of a trial, and the files beside it, in the place of earlier ones; the
   * folder appears as a whole.
   */
  static void replace(byte[] packed, Path trials, String name) throws IOException {
    Path arrived = Files.createTempDirectory(trials, ".arrived-");
    try {
      unpack(packed, arrived);
      Path folder = trials.resolve(name);
      AtomicFiles.deleteRecursively(folder);
      try (Stream<Path> list = Files.list(arrived)) {
        for (Path path : list.toList()) {
          Files.move(path, trials.resolve(path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } finally {
      AtomicFiles.deleteRecursively(arrived);
    }
  }
}
