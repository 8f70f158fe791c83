package org.arbit.experiments.export;

import java.util.Arrays;
import java.util.List;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.spi.InvalidInputException;

/** Compares an exported adaptive network, sample by sample, with the walk of the Java engine. */
public final class AdaptiveVerification {

  /** Samples that the Java engine runs at a time. */
  private static final int AT_ONCE = 256;

  private final SuperNetwork network;
  private final PolicyNetwork policy;
  private final PolicyEnvironment environment;
  private final Dataset data;
  private final double lambda;
  private final Tally[] tallies;

  private AdaptiveVerification(
      SuperNetwork network,
      PolicyNetwork policy,
      PolicyEnvironment environment,
      Dataset data,
      double lambda,
      int[] batches) {
    this.network = network;
    this.policy = policy;
    this.environment = environment;
    this.data = data;
    this.lambda = lambda;
    this.tallies = Arrays.stream(batches).mapToObj(Tally::new).toArray(Tally[]::new);
  }

  /**
   * What the comparison has shown.
   *
   * @param batch samples that the file was given at a time
   * @param samples compared
   * @param otherChoices samples for which some layer got other bits
   * @param otherClasses samples for which another class came out
   * @param otherBitOps samples with other BitOps
   * @param nearTies samples with a decision whose two best scores differ by less than 1e-5
   * @param unexplained samples with anything other and no near tie of a controller in floating
   *     point
   * @param greatestDifference of any logit, over samples of equal choices
   */
  public record Report(
      int batch,
      int samples,
      int otherChoices,
      int otherClasses,
      int otherBitOps,
      int nearTies,
      int unexplained,
      double greatestDifference) {

    /** Whether everything that can be promised holds. */
    public boolean passed() {
      return unexplained == 0 && greatestDifference <= 1e-4;
    }
  }

  /**
   * Compares on all samples of a data set, at one batch size after the other.
   *
   * @param batches samples at a time; 1 where the model takes single images
   * @return a report for each of {@code batches}
   */
  public static List<Report> run(
      NetworkRuntime model,
      SuperNetwork network,
      PolicyNetwork policy,
      PolicyEnvironment environment,
      Dataset data,
      double lambda,
      int... batches) {
    if (!model.isAdaptive()) {
      throw new InvalidInputException(
          "Only an adaptive network can be compared choice by choice; this one has one allocation.");
    }
    AdaptiveVerification all =
        new AdaptiveVerification(network, policy, environment, data, lambda, batches);
    for (int from = 0; from < data.size(); from += AT_ONCE) {
      all.compare(model, from, Math.min(AT_ONCE, data.size() - from));
    }
    return Arrays.stream(all.tallies).map(Tally::report).toList();
  }

  /** Runs the Java engine on some samples, and the file at every batch size. */
  private void compare(NetworkRuntime model, int first, int count) {
    int size = data.shape().size();
    byte[] images = new byte[count * size];
    for (int i = 0; i < count; i++) {
      data.image(first + i, images, i * size);
    }
    PolicyEpisode episode =
        PolicyEpisode.run(network, policy, environment, data, first, count, lambda);
    float[] logits = logits(images, episode.weightBits(), episode.activationBits());
    Expected expected =
        new Expected(
            episode, logits, network.spec().classes(), policy.precision() == Precision.FLOAT32);
    for (Tally tally : tallies) {
      for (int from = 0; from < count; from += tally.batch) {
        int to = Math.min(count, from + tally.batch);
        tally.add(
            model.run(
                Arrays.copyOfRange(images, from * size, to * size),
                to - from,
                lambda,
                Arrays.copyOfRange(episode.budgets(), from, to)),
            expected,
            from,
            to - from);
      }
    }
  }

  /** What the Java engine gives. */
  private record Expected(PolicyEpisode episode, float[] logits, int classes, boolean rounds) {}

  /** Counts what differs at one batch size. */
  private static final class Tally {

    private final int batch;
    private int samples;
    private int otherChoices;
    private int otherClasses;
    private int otherBitOps;
    private int nearTies;
    private int unexplained;
    private double greatestDifference;

    Tally(int batch) {
      this.batch = batch;
    }

    void add(NetworkRuntime.Outputs found, Expected expected, int from, int count) {
      PolicyEpisode episode = expected.episode();
      float[] logits = expected.logits();
      int classes = expected.classes();
      for (int i = 0; i < count; i++) {
        int[] weightBits = episode.weightBits()[from + i];
        boolean same =
            same(weightBits, found.bits(), i * weightBits.length)
                && same(
                    episode.activationBits()[from + i],
                    found.activationBits(),
                    i * weightBits.length);
        int wanted = (from + i) * classes;
        int got = i * classes;
        samples++;
        otherChoices += same ? 0 : 1;
        boolean sameCost = episode.bitOps()[from + i] == found.bitOps()[i];
        boolean sameClass = best(logits, wanted, classes) == best(found.logits(), got, classes);
        boolean tie = episode.nearTies()[from + i];
        otherBitOps += sameCost ? 0 : 1;
        otherClasses += sameClass ? 0 : 1;
        nearTies += tie ? 1 : 0;
        // Scores of an 8-bit controller are sums of whole numbers, the same everywhere.
        boolean explained = tie && !same && expected.rounds();
        unexplained += same && sameCost && sameClass || explained ? 0 : 1;
        for (int k = 0; same && k < classes; k++) {
          greatestDifference =
              Math.max(greatestDifference, Math.abs(logits[wanted + k] - found.logits()[got + k]));
        }
      }
    }

    Report report() {
      return new Report(
          batch,
          samples,
          otherChoices,
          otherClasses,
          otherBitOps,
          nearTies,
          unexplained,
          greatestDifference);
    }
  }

  private float[] logits(byte[] images, int[][] weightBits, int[][] activationBits) {
    int count = weightBits.length;
    float[] logits = new float[count * network.spec().classes()];
    try (Walk walk = network.open(images, count)) {
      for (int l = 0; l < network.spec().layers(); l++) {
        int layer = l;
        walk.step(
            Arrays.stream(weightBits).mapToInt(bits -> step(bits[layer])).toArray(),
            Arrays.stream(activationBits).mapToInt(bits -> step(bits[layer])).toArray());
      }
      walk.logits(logits);
    }
    return logits;
  }

  /** No bits are those of a layer that did not run, since the sample had left. */
  private static int step(int bits) {
    return bits == 0 ? Walk.EXIT : bits;
  }

  private static boolean same(int[] expected, long[] found, int from) {
    for (int l = 0; l < expected.length; l++) {
      if (expected[l] != found[from + l]) {
        return false;
      }
    }
    return true;
  }

  private static int best(float[] logits, int from, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = logits[from + k] > logits[from + best] ? k : best;
    }
    return best;
  }
}
