package org.arbit.experiments.evaluate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.Summary;
import org.arbit.experiments.Summary.DatasetFacts;
import org.arbit.experiments.Summary.SupernetFacts;
import org.jspecify.annotations.Nullable;

/**
 * Several runs as one summary. Results without an operating point are kept once where the runs
 * agree on them. Where runs differ in their data or network, the summary's facts say so: names are
 * joined by {@code +}, the hash is that of all hashes, and accuracies that differ are left out.
 */
public final class MergedSummary {

  private static final String RANDOM = "random@";

  private MergedSummary() {}

  /**
   * One of the runs.
   *
   * @param variant put behind the names of its results, to tell them from those of other runs; may
   *     be empty
   * @param seed of the run
   * @param summary its results
   */
  public record Part(String variant, long seed, Summary summary) {}

  /**
   * Puts runs together.
   *
   * @param parts at least one
   */
  public static Summary of(String kind, double wallSeconds, List<Part> parts) {
    List<Result> results = new ArrayList<>();
    for (Part part : parts) {
      addAll(results, part, MergedSummary::hasPoints);
    }
    results.addAll(fixed(parts));
    for (Part part : parts) {
      addAll(results, part, result -> result.type() == ResultType.RANDOM);
    }
    return Summary.of(kind, wallSeconds, dataset(parts), supernet(parts), results);
  }

  /** Whether a result is one of the operating points of an agent or a fitted baseline. */
  private static boolean hasPoints(Result result) {
    return result.type() == ResultType.AGENT
        || (result.type() != ResultType.RANDOM && result.tradeOff() != null);
  }

  private static void addAll(List<Result> into, Part part, Predicate<Result> wanted) {
    for (Result result : part.summary().results()) {
      if (wanted.test(result)) {
        into.add(renamed(result, name(result, part.variant()), result.seed()));
      }
    }
  }

  private static String name(Result result, String variant) {
    String name = result.name();
    int at = name.lastIndexOf('@');
    return variant.isEmpty()
        ? name
        : name.startsWith(RANDOM) && at >= RANDOM.length()
            ? suffixed(name.substring(0, at), variant) + name.substring(at)
            : suffixed(name, variant);
  }

  private static String suffixed(String name, String variant) {
    return name + " (" + variant + ")";
  }

  /** Returns what has neither seed nor trade-off: once where all agree, else once a variant. */
  private static List<Result> fixed(List<Part> parts) {
    Map<String, Map<String, Map<Long, Result>>> byName = new LinkedHashMap<>();
    for (Part part : parts) {
      for (Result result : part.summary().results()) {
        if (!hasPoints(result) && result.type() != ResultType.RANDOM) {
          byName
              .computeIfAbsent(result.name(), k -> new LinkedHashMap<>())
              .computeIfAbsent(part.variant(), k -> new LinkedHashMap<>())
              .put(Objects.requireNonNullElse(result.seed(), part.seed()), result);
        }
      }
    }
    // Two networks may have equal numbers by chance.
    boolean same = parts.stream().map(part -> part.summary().supernet()).distinct().count() == 1;
    List<Result> results = new ArrayList<>();
    byName.forEach(
        (name, variants) -> {
          Set<Result> all = new LinkedHashSet<>();
          variants.values().forEach(bySeed -> all.addAll(bySeed.values()));
          if (same && all.size() == 1) {
            results.addAll(all);
          } else {
            variants.forEach((variant, bySeed) -> addFixed(results, name, variant, bySeed));
          }
        });
    return results;
  }

  private static void addFixed(
      List<Result> into, String name, String variant, Map<Long, Result> bySeed) {
    String full = variant.isEmpty() ? name : suffixed(name, variant);
    Set<Result> different = new LinkedHashSet<>(bySeed.values());
    if (different.size() == 1) {
      different.forEach(result -> into.add(renamed(result, full, result.seed())));
    } else {
      bySeed.forEach((seed, result) -> into.add(renamed(result, full, seed)));
    }
  }

  private static Result renamed(Result r, String name, @Nullable Long seed) {
    return new Result(
        name,
        r.type(),
        seed,
        r.tradeOff(),
        r.accuracy(),
        r.meanBits(),
        r.networkBitOps(),
        r.controllerBitOps(),
        r.totalBitOps(),
        r.difficultyCorrelation());
  }

  private static DatasetFacts dataset(List<Part> parts) {
    List<DatasetFacts> all =
        parts.stream().map(part -> part.summary().dataset()).distinct().toList();
    DatasetFacts first = all.get(0);
    return all.size() == 1
        ? first
        : new DatasetFacts(
            joined(all, DatasetFacts::name),
            first.train(),
            first.validation(),
            first.test(),
            sha256(joined(all, DatasetFacts::sha256)));
  }

  private static SupernetFacts supernet(List<Part> parts) {
    List<SupernetFacts> all =
        parts.stream().map(part -> part.summary().supernet()).distinct().toList();
    SortedMap<Integer, Double> none = new TreeMap<>();
    return all.size() == 1
        ? all.get(0)
        : new SupernetFacts(
            joined(all, SupernetFacts::recipe),
            joined(all, SupernetFacts::network),
            all.stream().flatMap(facts -> facts.bitWidths().stream()).distinct().sorted().toList(),
            none);
  }

  private static <T> String joined(List<T> all, Function<T, String> text) {
    return all.stream().map(text).distinct().collect(Collectors.joining("+"));
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
