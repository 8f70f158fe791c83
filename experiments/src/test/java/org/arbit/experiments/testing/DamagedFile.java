package org.arbit.experiments.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.arbit.env.SeededRandom;
import org.arbit.experiments.config.ConfigException;
import org.arbit.supernet.spi.InvalidInputException;
import org.junit.jupiter.api.DynamicTest;

/**
 * A file that is damaged at random, many times, and read each time. It must end in an error that
 * names the file and says in few words what is wrong, within a second of computing, and with no
 * more memory than ten times the file beyond what the whole file takes; or be read as if nothing
 * were wrong, where the damage cannot be seen. Memory is what the thread that reads takes from the
 * heap: all of it, whether or not it is held at once.
 *
 * @param name of the format
 * @param file where it lies
 * @param content what is damaged: the file, or what is packed into it
 * @param packing makes the file of its content, so that damage gets past lengths and checksums
 * @param reader reads the file
 * @param leastRefused how many of the damaged files must at least be refused
 * @param named what is in every message: the file, or something that it names in turn
 */
public record DamagedFile(
    String name,
    Path file,
    byte[] content,
    Packing packing,
    Reader reader,
    int leastRefused,
    Pattern named) {

  private static final int MUTATIONS = 1_000;
  private static final List<Damage> KINDS = List.of(Damage.values());
  private static final long MOST_NANOS = 1_000_000_000;
  private static final int MOST_TIMES_THE_SIZE = 10;

  /** What a message, a buffer or the stack trace of an exception may take. */
  private static final long ALLOWANCE = 4 << 20;

  private static final int MOST_LETTERS = 400;
  private static final int MOST_SHOWN = 5;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Reads the file as a command does. */
  @FunctionalInterface
  public interface Reader {

    /** Reads it. */
    void read() throws IOException;
  }

  /** Puts content into the form of a file. */
  @FunctionalInterface
  public interface Packing {

    /** Returns the bytes of the file. */
    byte[] pack(byte[] content) throws IOException;
  }

  /** Returns a file whose bytes are damaged as they are. */
  public static DamagedFile of(String name, Path file, Reader reader) throws IOException {
    return new DamagedFile(
        name,
        file,
        Files.readAllBytes(file),
        content -> content,
        reader,
        MUTATIONS / 4,
        Pattern.compile(Pattern.quote(file.toString())));
  }

  /** Returns the same, of which other things are damaged. */
  public DamagedFile packed(String part, byte[] inner, Packing other) {
    return new DamagedFile(name + ", " + part, file, inner, other, reader, leastRefused, named);
  }

  /** Returns the same, in which most damage cannot be seen, as in pixels. */
  public DamagedFile seenAtLeast(int times) {
    return new DamagedFile(name, file, content, packing, reader, times, named);
  }

  /** Returns the same, of which a message may also name something else, by a regular expression. */
  public DamagedFile naming(String other) {
    Pattern either = Pattern.compile(named.pattern() + "|" + other);
    return new DamagedFile(name, file, content, packing, reader, leastRefused, either);
  }

  /** Returns the test. */
  public DynamicTest test() {
    return DynamicTest.dynamicTest(name, this::check);
  }

  private void check() throws IOException {
    byte[] whole = packing.pack(content);
    write(whole);
    long usual = 0;
    for (int i = 0; i < 3; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      reader.read();
      usual = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    SeededRandom random = new SeededRandom(11);
    List<String> wrong = new ArrayList<>();
    int refused = 0;
    try {
      for (int i = 0; i < MUTATIONS && wrong.size() < MOST_SHOWN; i++) {
        Damage kind = KINDS.get(i % KINDS.size());
        byte[] damaged = packing.pack(kind.apply(content, random));
        write(damaged);
        String label = "mutation " + i + ", " + kind + ": ";
        refused += read(label, usual + MOST_TIMES_THE_SIZE * (long) damaged.length, wrong);
      }
    } finally {
      write(whole);
    }
    assertThat(wrong).isEmpty();
    assertThat(refused).isGreaterThanOrEqualTo(leastRefused);
  }

  /** Makes the file anew: to empty one that is there first is slow on common file systems. */
  private void write(byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.write(file, bytes);
  }

  /** Reads once; returns 1 if the file is refused. */
  private int read(String label, long mostBytes, List<String> wrong) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    int refused = 0;
    try {
      reader.read();
    } catch (IOException | ConfigException | InvalidInputException e) {
      refused = 1;
      String message = String.valueOf(e.getMessage());
      if (!named.matcher(message).find()
          || message.matches("(?s).*\\b(java|com\\.fasterxml|org\\.arbit)\\..*")) {
        wrong.add(label + "the message is: " + start(message));
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      refused = 1;
      wrong.add(label + start(e.toString()) + " at " + place(e));
    }
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    if (nanos > MOST_NANOS) {
      wrong.add(label + "it took " + nanos / 1_000_000 + " ms");
    }
    if (bytes > mostBytes + ALLOWANCE) {
      wrong.add(label + "it took " + bytes + " bytes; allowed are " + mostBytes);
    }
    return refused;
  }

  private static String start(String message) {
    return message.substring(0, Math.min(MOST_LETTERS, message.length()));
  }

  private static String place(Throwable e) {
    StringBuilder lines = new StringBuilder();
    for (StackTraceElement line : e.getStackTrace()) {
      if (line.getClassName().startsWith("org.arbit") && lines.length() < MOST_LETTERS) {
        lines.append(' ').append(line);
      }
    }
    return lines.toString();
  }
}
