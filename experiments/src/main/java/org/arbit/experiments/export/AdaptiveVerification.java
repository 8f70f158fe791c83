package org.arbit.experiments.export;

import java.util.Arrays;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.experiments.export.runtime.NetworkRuntime;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.spi.InvalidInputException;

/** Compares an exported adaptive network, sample by sample, with the walk of the Java engine. */
public final class AdaptiveVerification {

  private final SuperNetwork network;
  private final PolicyNetwork policy;
  private final AllocationConfig environment;
  private final Dataset data;
  private final double lambda;

  private int samples;
  private int otherChoices;
  private int otherClasses;
  private int otherBitOps;
  private int nearTies;
  private double greatestDifference;

  private AdaptiveVerification(
      SuperNetwork network,
      PolicyNetwork policy,
      AllocationConfig environment,
      Dataset data,
      double lambda) {
    this.network = network;
    this.policy = policy;
    this.environment = environment;
    this.data = data;
    this.lambda = lambda;
  }

  /**
   * What the comparison has shown.
   *
   * @param samples compared
   * @param otherChoices samples for which some layer got other bits
   * @param otherClasses samples for which another class came out
   * @param otherBitOps samples with other BitOps
   * @param nearTies samples with a decision whose two best scores differ by less than 1e-5
   * @param greatestDifference of any logit, over samples of equal choices
   */
  public record Report(
      int samples,
      int otherChoices,
      int otherClasses,
      int otherBitOps,
      int nearTies,
      double greatestDifference) {

    /** Whether everything that can be promised holds. */
    public boolean passed() {
      return otherChoices <= nearTies
          && otherClasses <= nearTies
          && otherBitOps <= nearTies
          && greatestDifference <= 1e-4;
    }
  }

  /**
   * Compares on all samples of a data set.
   *
   * @param batch samples at a time; 1 where the model takes single images
   */
  public static Report run(
      NetworkRuntime model,
      SuperNetwork network,
      PolicyNetwork policy,
      AllocationConfig environment,
      Dataset data,
      double lambda,
      int batch) {
    if (!model.isAdaptive()) {
      throw new InvalidInputException(
          "Only an adaptive network can be compared choice by choice; this one has one allocation.");
    }
    AdaptiveVerification all = new AdaptiveVerification(network, policy, environment, data, lambda);
    for (int from = 0; from < data.size(); from += batch) {
      all.compare(model, from, Math.min(batch, data.size() - from));
    }
    return new Report(
        all.samples,
        all.otherChoices,
        all.otherClasses,
        all.otherBitOps,
        all.nearTies,
        all.greatestDifference);
  }

  private void compare(NetworkRuntime model, int from, int count) {
    byte[] images = new byte[count * data.shape().size()];
    for (int i = 0; i < count; i++) {
      data.image(from + i, images, i * data.shape().size());
    }
    PolicyEpisode episode =
        PolicyEpisode.run(network, policy, environment, data, from, count, lambda);
    int[][] weightBits = episode.weightBits();
    int[][] activationBits = episode.activationBits();
    float[] logits = logits(images, weightBits, activationBits);
    NetworkRuntime.Outputs found = model.run(images, count, lambda, episode.budgets());
    int layers = network.spec().layers();
    int classes = network.spec().classes();
    for (int i = 0; i < count; i++) {
      boolean same =
          same(weightBits[i], found.bits(), i * layers)
              && same(activationBits[i], found.activationBits(), i * layers);
      samples++;
      otherChoices += same ? 0 : 1;
      otherBitOps += episode.bitOps()[i] == found.bitOps()[i] ? 0 : 1;
      nearTies += episode.nearTies()[i] ? 1 : 0;
      int at = i * classes;
      otherClasses += best(logits, at, classes) == best(found.logits(), at, classes) ? 0 : 1;
      for (int k = at; same && k < at + classes; k++) {
        greatestDifference = Math.max(greatestDifference, Math.abs(logits[k] - found.logits()[k]));
      }
    }
  }

  private float[] logits(byte[] images, int[][] weightBits, int[][] activationBits) {
    int count = weightBits.length;
    float[] logits = new float[count * network.spec().classes()];
    try (Walk walk = network.open(images, count)) {
      for (int l = 0; l < network.spec().layers(); l++) {
        int layer = l;
        walk.step(
            Arrays.stream(weightBits).mapToInt(bits -> bits[layer]).toArray(),
            Arrays.stream(activationBits).mapToInt(bits -> bits[layer]).toArray());
      }
      walk.logits(logits);
    }
    return logits;
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
