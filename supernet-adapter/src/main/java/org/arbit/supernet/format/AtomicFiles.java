package org.arbit.supernet.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Writes files and folders so that a reader sees the old content or the new one, never a part: the
 * content goes to a hidden temporary neighbour, is forced to the disk, and is then renamed. If
 * writing fails, the temporary is removed and the old content is still there.
 */
public final class AtomicFiles {

  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Content {

    /** Writes everything; the stream is buffered, and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Fills one folder. */
  @FunctionalInterface
  public interface FolderContent {

    /** Writes every file of the folder, which exists and is empty. */
    void writeTo(Path folder) throws IOException;
  }

  /** Writes {@code text} as UTF-8, replacing what was there. */
  public static void writeString(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes {@code bytes}, replacing what was there. */
  public static void writeBytes(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes));
  }

  /**
   * Writes a file, replacing what was there. Missing parent folders are made.
   *
   * @throws IOException if the content or the disk says so; {@code file} is then as before
   */
  public static void write(Path file, Content content) throws IOException {
    Path temporary = temporaryBeside(file);
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      rename(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Writes a folder of several files as a whole. A folder that exists already is replaced by two
   * renames, between which neither is there, because no file system swaps folders portably.
   *
   * @throws IOException if the content or the disk says so; an old folder is then as before
   */
  public static void writeFolder(Path folder, FolderContent content) throws IOException {
    Path temporary = temporaryBeside(folder);
    Path replaced = temporaryBeside(folder);
    try {
      Files.createDirectory(temporary);
      content.writeTo(temporary);
      if (Files.exists(folder)) {
        rename(folder, replaced);
      }
      rename(temporary, folder);
    } finally {
      deleteRecursively(temporary);
      deleteRecursively(replaced);
    }
  }

  /** Deletes a file, or a folder with everything in it; does nothing if there is none. */
  public static void deleteRecursively(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(root)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static Path temporaryBeside(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException("The root folder " + absolute + " cannot be written as a file.");
    }
    Files.createDirectories(parent);
    // The process id keeps two processes apart, the count two writes of one.
    String unique = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    return parent.resolve("." + absolute.getFileName() + "." + unique + ".tmp");
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
