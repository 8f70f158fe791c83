package org.arbit.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.supernet.data.Dataset;

/**
 * Sample images of one adaptive result: those that got the fewest and the most bits, and those of
 * the cheaper half that it got wrong.
 *
 * @param title the result that chose
 * @param rows the groups of images
 * @param cells how right answers are shared between the cheaper and the dearer half
 * @param confusion how easy and hard samples are; empty where the data tell no difficulty
 */
record Gallery(String title, List<Row> rows, List<Half> cells, List<Confused> confusion) {

  /** Images in a row. */
  static final int IMAGES = 14;

  /** A group of images under one heading. */
  record Row(String heading, List<Picture> pictures) {}

  /** One image with its caption. */
  record Picture(String uri, String bits, String hint, boolean wrong) {}

  /** One half of the samples by bits spent. */
  record Half(String name, String bits, String accuracy, String wrong) {}

  /**
   * One half of the samples by given difficulty: how many got few bits and how many got many, each
   * with the share that is right.
   */
  record Confused(String name, String few, String many) {}

  /** Whether the data tell how difficult samples are. */
  boolean hasConfusion() {
    return !confusion.isEmpty();
  }

  static Gallery of(Dataset samples, AdaptiveResult result) {
    SampleOutcomes outcomes = result.outcomes();
    List<Integer> order =
        IntStream.range(0, outcomes.samples())
            .boxed()
            .sorted(Comparator.comparingDouble(outcomes::meanBits))
            .toList();
    List<Integer> cheap = order.subList(0, order.size() / 2);
    List<Integer> dear = order.subList(order.size() / 2, order.size());
    List<Integer> wrong = cheap.stream().filter(i -> !outcomes.correct(i)).toList();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("Fewest bits", pictures(samples, outcomes, atLevel(order, outcomes, 0))));
    rows.add(
        new Row(
            "Most bits", pictures(samples, outcomes, atLevel(order, outcomes, order.size() - 1))));
    if (!wrong.isEmpty()) {
      rows.add(new Row("Few bits, and wrong", pictures(samples, outcomes, spread(wrong))));
    }
    return new Gallery(
        result.title(),
        rows,
        List.of(half("cheaper half", outcomes, cheap), half("dearer half", outcomes, dear)),
        confusion(samples, outcomes, cheap, dear));
  }

  private static List<Confused> confusion(
      Dataset samples, SampleOutcomes outcomes, List<Integer> cheap, List<Integer> dear) {
    List<Integer> order =
        IntStream.range(0, outcomes.samples())
            .filter(i -> !Double.isNaN(samples.difficulty(i)))
            .boxed()
            .sorted(Comparator.comparingDouble(samples::difficulty))
            .toList();
    if (order.size() < outcomes.samples()) {
      return List.of();
    }
    Set<Integer> easy = Set.copyOf(order.subList(0, order.size() / 2));
    List<Confused> rows = new ArrayList<>();
    for (boolean isEasy : new boolean[] {true, false}) {
      rows.add(
          new Confused(
              isEasy ? "easy half" : "hard half",
              shares(outcomes, cheap.stream().filter(i -> easy.contains(i) == isEasy).toList()),
              shares(outcomes, dear.stream().filter(i -> easy.contains(i) == isEasy).toList())));
    }
    return rows;
  }

  private static String shares(SampleOutcomes outcomes, List<Integer> part) {
    long right = part.stream().filter(outcomes::correct).count();
    return part.isEmpty()
        ? "0"
        : part.size() + ", " + Numbers.percent(right / (double) part.size(), 1) + " % right";
  }

  /**
   * Returns samples from the given end of the order. Many samples share the least and the greatest
   * number of bits: of these, an evenly spaced choice is taken, so that the choice does not depend
   * on the order of the data set.
   */
  private static List<Integer> atLevel(List<Integer> order, SampleOutcomes outcomes, int end) {
    double level = outcomes.meanBits(order.get(end));
    List<Integer> tied = order.stream().filter(i -> outcomes.meanBits(i) == level).toList();
    if (tied.size() >= IMAGES) {
      return spread(tied);
    }
    int count = Math.min(IMAGES, order.size());
    return end == 0 ? order.subList(0, count) : order.subList(order.size() - count, order.size());
  }

  private static List<Integer> spread(List<Integer> from) {
    int count = Math.min(IMAGES, from.size());
    return IntStream.range(0, count)
        .mapToObj(k -> from.get((int) ((long) k * from.size() / count)))
        .toList();
  }

  private static List<Picture> pictures(
      Dataset samples, SampleOutcomes outcomes, List<Integer> indices) {
    byte[] pixels = new byte[samples.shape().size()];
    List<Picture> pictures = new ArrayList<>();
    for (int i : indices) {
      samples.image(i, pixels, 0);
      boolean wrong = !outcomes.correct(i);
      double difficulty = samples.difficulty(i);
      String hint =
          "sample "
              + i
              + ", class "
              + samples.label(i)
              + (wrong ? ", taken for " + outcomes.predicted(i) : "")
              + (Double.isNaN(difficulty) ? "" : ", difficulty " + Numbers.fixed(difficulty, 2))
              + ", bits per layer "
              + allocation(outcomes, i);
      pictures.add(
          new Picture(
              PngImage.dataUri(pixels, samples.shape()),
              Numbers.fixed(outcomes.meanBits(i), 1),
              hint,
              wrong));
    }
    return pictures;
  }

  /** Returns {@code 8,2,4}, with {@code weight/activation} where the two differ. */
  private static String allocation(SampleOutcomes outcomes, int sample) {
    return IntStream.range(0, outcomes.layers())
        .mapToObj(
            l -> {
              int weight = outcomes.weightBits(sample, l);
              int activation = outcomes.activationBits(sample, l);
              return weight == activation ? "" + weight : weight + "/" + activation;
            })
        .collect(Collectors.joining(","));
  }

  private static Half half(String name, SampleOutcomes outcomes, List<Integer> part) {
    double bits = part.stream().mapToDouble(outcomes::meanBits).average().orElse(Double.NaN);
    long wrong = part.stream().filter(i -> !outcomes.correct(i)).count();
    return new Half(
        name,
        Numbers.fixed(bits, 2),
        Numbers.percent(1 - wrong / (double) Math.max(1, part.size()), 2),
        wrong + " of " + part.size());
  }
}
