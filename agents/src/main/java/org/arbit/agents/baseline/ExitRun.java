package org.arbit.agents.baseline;

import java.util.Arrays;
import java.util.List;
import org.arbit.agents.Outcomes;
import org.arbit.agents.OutcomesBuilder;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;

/**
 * Runs a network with heads at one allocation. Every head that is looked at is paid for, whether or
 * not the sample leaves there; who leaves pays neither the layers behind nor the classifier.
 */
final class ExitRun {

  private static final int BATCH = 256;

  private final SuperNetwork network;
  private final Dataset data;
  private final int classes;

  ExitRun(SuperNetwork network, Dataset data) {
    this.network = network;
    this.data = data;
    this.classes = network.spec().classes();
  }

  /** Hears what a head, or beyond the last one the classifier, says of a sample. */
  @FunctionalInterface
  private interface Listener {
    /** Returns whether the sample leaves there. */
    boolean heard(int head, int sample, float[] logits, int offset);
  }

  /**
   * What all heads and the classifier say when nobody leaves.
   *
   * @param confidence probability of the predicted class, {@code places x samples}; the last place
   *     is the classifier
   * @param answers the same places and samples
   */
  record Survey(double[][] confidence, OutcomesBuilder.Answer[][] answers) {}

  /** Asks all heads. */
  Survey survey(List<Integer> bits) {
    int places = network.spec().exits().size() + 1;
    Survey survey =
        new Survey(
            new double[places][data.size()], new OutcomesBuilder.Answer[places][data.size()]);
    NetworkRun judge = new NetworkRun(network, data);
    walk(
        bits,
        true,
        (head, sample, logits, offset) -> {
          survey.confidence[head][sample] = confidence(logits, offset);
          survey.answers[head][sample] = judge.answer(logits, offset, sample);
          return false;
        });
    return survey;
  }

  /**
   * Lets samples leave at the first head that is confident enough.
   *
   * @param threshold least confidence; infinite to look at no head at all
   */
  Outcomes run(List<Integer> bits, double threshold) {
    boolean looks = threshold != Double.POSITIVE_INFINITY;
    NetworkSpec spec = network.spec();
    int heads = spec.exits().size();
    boolean[] left = new boolean[data.size()];
    OutcomesBuilder builder = new OutcomesBuilder(spec.layers(), data.size());
    NetworkRun judge = new NetworkRun(network, data);
    walk(
        bits,
        looks,
        (head, sample, logits, offset) -> {
          if (left[sample] || (head < heads && confidence(logits, offset) < threshold)) {
            return false;
          }
          left[sample] = true;
          int layers = head < heads ? spec.exits().get(head).beforeLayer() : spec.layers();
          int[] chosen = new int[spec.layers()];
          Arrays.setAll(chosen, l -> l < layers ? bits.get(l) : 0);
          long cost = cost(spec, bits, head, looks);
          builder.set(sample, judge.answer(logits, offset, sample), chosen, chosen, cost, 0);
          return head < heads;
        });
    return builder.build();
  }

  /**
   * Returns the BitOps of a sample.
   *
   * @param place head at which it leaves; the number of heads if it goes to the end
   * @param looks whether it has looked at the heads on its way
   */
  static long cost(NetworkSpec spec, List<Integer> bits, int place, boolean looks) {
    List<ExitSpec> exits = spec.exits();
    boolean leaves = place < exits.size();
    int layers = leaves ? exits.get(place).beforeLayer() : spec.layers();
    long sum = BitOps.ofFixed(spec) - (leaves ? classifier(spec) : 0);
    for (int l = 0; l < layers; l++) {
      sum += BitOps.ofLayer(spec, l, bits.get(l), bits.get(l));
    }
    for (int head = 0; looks && head < exits.size() && head <= place; head++) {
      sum += BitOps.ofExit(exits.get(head));
    }
    return sum;
  }

  private static long classifier(NetworkSpec spec) {
    return spec.classifier().map(LayerSpec::macs).orElse(0L)
        * NetworkSpec.FIXED_BITS
        * NetworkSpec.FIXED_BITS;
  }

  private double confidence(float[] logits, int offset) {
    int predicted = NetworkRun.predicted(logits, offset, classes);
    return StrictMath.exp(NetworkRun.logProbability(logits, offset, classes, predicted));
  }

  private void walk(List<Integer> bits, boolean looks, Listener listener) {
    NetworkSpec spec = network.spec();
    byte[] images = new byte[BATCH * spec.imageSize()];
    float[] logits = new float[BATCH * classes];
    for (int from = 0; from < data.size(); from += BATCH) {
      int count = Math.min(BATCH, data.size() - from);
      for (int k = 0; k < count; k++) {
        data.image(from + k, images, k * spec.imageSize());
      }
      int head = 0;
      try (Walk walk = network.open(images, count)) {
        while (!walk.done()) {
          int[] wanted = new int[count];
          Arrays.fill(wanted, bits.get(walk.layer()));
          if (looks && spec.exitBefore(walk.layer()).isPresent()) {
            walk.exitLogits(logits);
            for (int k = 0; k < count; k++) {
              boolean leaves = listener.heard(head, from + k, logits, k * classes);
              wanted[k] = leaves ? Walk.EXIT : wanted[k];
            }
            head++;
          }
          walk.step(wanted);
        }
        walk.logits(logits);
      }
      for (int k = 0; k < count; k++) {
        listener.heard(spec.exits().size(), from + k, logits, k * classes);
      }
    }
  }
}
