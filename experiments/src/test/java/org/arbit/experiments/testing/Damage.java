package org.arbit.experiments.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.arbit.env.SeededRandom;

/** Four ways in which files break that bring careless readers down. */
enum Damage {
  /** One to three bits are turned over. */
  BIT_FLIPS {
    @Override
    byte[] apply(byte[] whole, SeededRandom random) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return damaged;
    }
  },

  /** The end is missing. */
  TRUNCATION {
    @Override
    byte[] apply(byte[] whole, SeededRandom random) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
  },

  /** A number, written in digits or in bytes, becomes a huge or a negative one. */
  HUGE_LENGTH {
    @Override
    byte[] apply(byte[] whole, SeededRandom random) {
      int at = random.nextInt(whole.length);
      int end = at;
      while (end < whole.length && Character.isDigit(whole[end])) {
        end++;
      }
      if (end == at) {
        return overwritten(whole, at, HUGE_BYTES.get(random.nextInt(HUGE_BYTES.size())));
      }
      int start = at;
      while (start > 0 && Character.isDigit(whole[start - 1])) {
        start--;
      }
      // One of them as long as what it replaces, so that lengths that count the digits still hold.
      int which = random.nextInt(HUGE_TEXTS.size() + 1);
      String huge = which == 0 ? "9".repeat(end - start) : HUGE_TEXTS.get(which - 1);
      return spliced(whole, start, end, huge.getBytes(StandardCharsets.UTF_8));
    }
  },

  /** Thousands of brackets are opened. */
  DEEP_NESTING {
    @Override
    byte[] apply(byte[] whole, SeededRandom random) {
      int at = random.nextInt(whole.length);
      String opening = OPENINGS.get(random.nextInt(OPENINGS.size()));
      byte[] nested = opening.repeat(DEEP).getBytes(StandardCharsets.UTF_8);
      return spliced(whole, at, at, nested);
    }
  };

  /** More than what readers of JSON and YAML go along with. */
  private static final int DEEP = 1_200;

  private static final List<byte[]> HUGE_BYTES =
      List.of(
          new byte[] {-1, -1, -1, -1},
          new byte[] {127, -1, -1, -1},
          new byte[] {-1, -1, -1, 127},
          new byte[] {0, 1, 0, 0},
          new byte[] {-1, -1, -1, -1, -1, -1, -1, 127});

  private static final List<String> HUGE_TEXTS =
      List.of("2147483647", "99999999", "9".repeat(40), "-1", "1e308", "0");

  private static final List<String> OPENINGS = List.of("[", "{\"a\":", "[[{\"a\":", "- ", "(", "{");

  /** Returns a damaged copy. */
  abstract byte[] apply(byte[] whole, SeededRandom random);

  private static byte[] overwritten(byte[] whole, int at, byte[] with) {
    byte[] damaged = whole.clone();
    System.arraycopy(with, 0, damaged, at, Math.min(with.length, whole.length - at));
    return damaged;
  }

  private static byte[] spliced(byte[] whole, int start, int end, byte[] with) {
    byte[] damaged = Arrays.copyOf(whole, start + with.length + whole.length - end);
    System.arraycopy(with, 0, damaged, start, with.length);
    System.arraycopy(whole, end, damaged, start + with.length, whole.length - end);
    return damaged;
  }
}
