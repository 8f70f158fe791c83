package org.arbit.supernet.spi;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Says what is known, and what was probably meant, when a name is not known. */
public final class Names {

  private Names() {}

  /**
   * Returns a sentence for a name that is not known.
   *
   * @param kind what is named, such as {@code agent}
   * @param name the unknown name
   * @param known all known names
   * @return for example {@code There is no agent "dqm"; known are a2c, dqn. Maybe "dqn"?}
   */
  public static String unknown(String kind, String name, Collection<String> known) {
    String sentence =
        "There is no "
            + kind
            + " \""
            + name
            + "\"; known are "
            + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known)))
            + ".";
    return nearest(name, known).map(n -> sentence + " Maybe \"" + n + "\"?").orElse(sentence);
  }

  /**
   * Returns the known name with the least edit distance, letter case aside, if it is near enough to
   * be a slip of the pen: at most a third of the longer name's letters differ, or one begins with
   * the other.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : new TreeSet<>(known)) {
      String lower = candidate.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, lower);
      boolean prefix =
          wanted.length() > 1 && (lower.startsWith(wanted) || wanted.startsWith(lower));
      int allowed = Math.max(1, Math.max(lower.length(), wanted.length()) / 3);
      if ((distance <= allowed || prefix) && distance < least) {
        best = candidate;
        least = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Returns the Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
