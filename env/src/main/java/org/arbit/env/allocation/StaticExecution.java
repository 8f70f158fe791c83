package org.arbit.env.allocation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;

/**
 * Every place of the batch is an allocation for the same samples, the first ones of the data set.
 * An allocation is evaluated once and then remembered (the {@value #REMEMBERED} last used).
 */
final class StaticExecution implements Execution {

  private static final int REMEMBERED = 65_536;
  private static final int CHUNK = 256;

  private final SuperNetwork network;
  private final Dataset data;
  private final int count;
  private final boolean teaches;
  private final Episodes books;
  private final Map<Allocation, Outcome> known;
  private int evaluations;

  private record Outcome(double accuracy, double logLikelihood, double agreement) {}

  StaticExecution(SuperNetwork network, Dataset data, int batch, boolean teaches, Episodes books) {
    this.network = network;
    this.data = data;
    this.count = Math.min(batch, data.size());
    this.teaches = teaches;
    this.books = books;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Allocation, Outcome> eldest) {
            return size() > REMEMBERED;
          }
        };
  }

  @Override
  public void begin(int[] samples) {
    // An allocation is a choice for all samples; nothing runs before the last layer is chosen.
  }

  @Override
  public void features(float[] into) {
    Arrays.fill(into, 0);
  }

  @Override
  public void headGaps(float[] into) {
    // An allocation is chosen before any sample is looked at.
  }

  @Override
  public void step(int[] weightBits, int[] activationBits) {
    // As above.
  }

  @Override
  public void finish(Episodes into) {
    for (int i = 0; i < into.size; i++) {
      Outcome outcome = outcome(into.weightBits(i), into.activationBits(i));
      into.correct[i] = outcome.accuracy();
      into.logLikelihood[i] = outcome.logLikelihood();
      into.teacherAgreement[i] = outcome.agreement();
    }
  }

  @Override
  public void describe(Infos infos, boolean done) {
    if (done) {
      infos.put("accuracy", books.correct.clone());
    }
  }

  @Override
  public void close() {
    known.clear();
  }

  /** Returns how many allocations have been evaluated. */
  int evaluations() {
    return evaluations;
  }

  private Outcome outcome(int[] weightBits, int[] activationBits) {
    Allocation allocation = Allocation.separate(weightBits, activationBits);
    Outcome outcome = known.get(allocation);
    if (outcome == null) {
      outcome = evaluate(allocation);
      known.put(allocation, outcome);
    }
    return outcome;
  }

  private Outcome evaluate(Allocation allocation) {
    evaluations++;
    int layers = network.spec().layers();
    int top = network.bitWidths().max();
    int[] predicted = new int[count];
    double[] logLikelihood = new double[count];
    run(allocation, predicted, logLikelihood);
    int[] teacher = predicted;
    if (teaches) {
      teacher = new int[count];
      run(Allocation.uniform(layers, top), teacher, new double[count]);
    }
    double correct = 0;
    double likelihood = 0;
    double agreed = 0;
    for (int k = 0; k < count; k++) {
      correct += predicted[k] == data.label(k) ? 1 : 0;
      likelihood += logLikelihood[k];
      agreed += predicted[k] == teacher[k] ? 1 : 0;
    }
    return new Outcome(correct / count, likelihood / count, agreed / count);
  }

  private void run(Allocation allocation, int[] predicted, double[] logLikelihood) {
    int classes = network.spec().classes();
    int stride = network.spec().imageSize();
    for (int from = 0; from < count; from += CHUNK) {
      int samples = Math.min(CHUNK, count - from);
      byte[] images = new byte[samples * stride];
      for (int k = 0; k < samples; k++) {
        data.image(from + k, images, k * stride);
      }
      float[] logits = new float[samples * classes];
      try (Walk walk = network.open(images, samples)) {
        int[] weightBits = new int[samples];
        int[] activationBits = new int[samples];
        while (!walk.done()) {
          Arrays.fill(weightBits, allocation.weightBits(walk.layer()));
          Arrays.fill(activationBits, allocation.activationBits(walk.layer()));
          walk.step(weightBits, activationBits);
        }
        walk.logits(logits);
      }
      for (int k = 0; k < samples; k++) {
        predicted[from + k] = Softmax.argmax(logits, k * classes, classes);
        logLikelihood[from + k] =
            Softmax.logLikelihood(logits, k * classes, classes, data.label(from + k));
      }
    }
  }
}
