package org.arbit.supernet.spi;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Says what is known, and what was probably meant, when a name is not known. */
public final class Names {

  /** What is longer is no slip of the pen, and takes long to compare. */
  private static final int LONGEST = 100;

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
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
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

  /** Returns how many letters are to insert, drop, change or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(cost[i][j], cost[i - 2][j - 2] + 1) : cost[i][j];
      }
    }
    return cost[a.length()][b.length()];
  }
}
