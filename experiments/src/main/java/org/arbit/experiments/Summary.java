package org.arbit.experiments;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one run, the content of {@code summary.json}, schema 1. For the same seed and
 * configuration it is the same, byte for byte, apart from {@code wallSeconds}.
 *
 * @param schema version of the format; {@link #SCHEMA}
 * @param kind what ran, such as {@code quickstart} or {@code train}
 * @param wallSeconds how long it took
 * @param dataset what the network learned and was tested on
 * @param supernet the network whose bits were chosen
 * @param results one for each operating point, and seed
 */
public record Summary(
    @JsonProperty(required = true) int schema,
    String kind,
    double wallSeconds,
    DatasetFacts dataset,
    SupernetFacts supernet,
    List<Result> results) {

  /** The version of the format that is written, and the newest one that is read. */
  public static final int SCHEMA = 1;

  /** Checks that all parts are there, and copies the list. */
  public Summary {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException(
          "schema is "
              + schema
              + ", but this version of Arbit knows only "
              + SCHEMA
              + ". Maybe a newer Arbit wrote it?");
    }
    Checks.text("kind", kind);
    Checks.range("wallSeconds", wallSeconds, 0, Double.MAX_VALUE);
    Checks.given("dataset", dataset);
    Checks.given("supernet", supernet);
    Checks.given("results", results);
    results = List.copyOf(results);
  }

  /** Returns a summary of the present schema. */
  public static Summary of(
      String kind,
      double wallSeconds,
      DatasetFacts dataset,
      SupernetFacts supernet,
      List<Result> results) {
    return new Summary(SCHEMA, kind, wallSeconds, dataset, supernet, results);
  }

  /** Returns the first result of that name, if there is one. */
  public Optional<Result> find(String name) {
    return results.stream().filter(result -> result.name().equals(name)).findFirst();
  }

  /**
   * The data of a run.
   *
   * @param name such as {@code strokes}
   * @param train number of images to learn from
   * @param validation number of images to choose by
   * @param test number of images behind the reported numbers
   * @param sha256 hexadecimal hash of all images and labels
   */
  public record DatasetFacts(String name, int train, int validation, int test, String sha256) {

    /** Checks that all parts are there. */
    public DatasetFacts {
      Checks.text("dataset.name", name);
      Checks.given("dataset.sha256", sha256);
      Checks.range("dataset.train", train, 0, Integer.MAX_VALUE);
      Checks.range("dataset.validation", validation, 0, Integer.MAX_VALUE);
      Checks.range("dataset.test", test, 0, Integer.MAX_VALUE);
    }
  }

  /**
   * The super-network of a run.
   *
   * @param recipe such as {@code abn}
   * @param network such as {@code resnet8}
   * @param bitWidths the candidate bit-widths, ascending
   * @param accuracyByBits accuracy on the test split, a fraction, at each uniform bit-width
   */
  public record SupernetFacts(
      String recipe,
      String network,
      List<Integer> bitWidths,
      SortedMap<Integer, Double> accuracyByBits) {

    /** Checks that all parts are there, and copies them. */
    public SupernetFacts {
      Checks.text("supernet.recipe", recipe);
      Checks.text("supernet.network", network);
      Checks.given("supernet.bitWidths", bitWidths);
      bitWidths = List.copyOf(bitWidths);
      Checks.given("supernet.accuracyByBits", accuracyByBits);
      accuracyByBits = Collections.unmodifiableSortedMap(new TreeMap<>(accuracyByBits));
      accuracyByBits.forEach(
          (bits, accuracy) -> Checks.range("supernet.accuracyByBits." + bits, accuracy, 0, 1));
    }
  }
}
