package org.arbit.env.allocation;

import java.util.Arrays;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/** Every place of the batch is a sample of its own; all walk through the network together. */
final class SampleExecution implements Execution {

  private static final int UNKNOWN = -1;

  private final SuperNetwork network;
  private final Dataset data;
  private final int size;
  private final int classes;
  private final int[] samples;
  private final byte[] images;
  private final float[] logits;
  private final int @Nullable [] teacher;
  private @Nullable Walk walk;

  /**
   * Creates the execution.
   *
   * @param teaches whether the predictions at the greatest bit-widths are wanted; they are
   *     remembered for each sample of the data set
   */
  SampleExecution(SuperNetwork network, Dataset data, int size, boolean teaches) {
    this.network = network;
    this.data = data;
    this.size = size;
    this.classes = network.spec().classes();
    this.samples = new int[size];
    this.images = new byte[size * network.spec().imageSize()];
    this.logits = new float[size * classes];
    this.teacher = teaches ? new int[data.size()] : null;
    if (teacher != null) {
      Arrays.fill(teacher, UNKNOWN);
    }
  }

  @Override
  public void begin(int[] chosen) {
    close();
    System.arraycopy(chosen, 0, samples, 0, size);
    load(samples, size);
    if (teacher != null) {
      teach(teacher);
      load(samples, size);
    }
    walk = network.open(images, size);
  }

  @Override
  public void features(float[] into) {
    open().features(into);
  }

  @Override
  public void headGaps(float[] into) {
    open().exitLogits(logits);
    for (int i = 0; i < size; i++) {
      into[i] = Softmax.gap(logits, i * classes, classes);
    }
  }

  @Override
  public void step(int[] weightBits, int[] activationBits) {
    open().step(weightBits, activationBits);
  }

  @Override
  public void finish(Episodes books) {
    Walk finished = open();
    int[] cheapest = new int[size];
    Arrays.fill(cheapest, network.bitWidths().min());
    // When all have left early the walk may still want the other layers, for nobody.
    while (!finished.done()) {
      finished.step(cheapest);
    }
    finished.logits(logits);
    close();
    for (int i = 0; i < size; i++) {
      int label = data.label(samples[i]);
      int predicted = Softmax.argmax(logits, i * classes, classes);
      books.correct[i] = predicted == label ? 1 : 0;
      books.logLikelihood[i] = Softmax.logLikelihood(logits, i * classes, classes, label);
      if (teacher != null) {
        books.teacherAgreement[i] = predicted == teacher[samples[i]] ? 1 : 0;
      }
    }
  }

  @Override
  public void describe(Infos infos, boolean done) {
    int[] labels = new int[size];
    double[] difficulties = new double[size];
    boolean[] known = new boolean[size];
    for (int i = 0; i < size; i++) {
      labels[i] = data.label(samples[i]);
      difficulties[i] = data.difficulty(samples[i]);
      known[i] = !Double.isNaN(difficulties[i]);
    }
    infos.put("sample", samples.clone());
    infos.put("label", labels);
    infos.put("difficulty", difficulties, known);
    if (done) {
      int[] predicted = new int[size];
      boolean[] correct = new boolean[size];
      float[][] rows = new float[size][];
      for (int i = 0; i < size; i++) {
        predicted[i] = Softmax.argmax(logits, i * classes, classes);
        correct[i] = predicted[i] == labels[i];
        rows[i] = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
      }
      infos.put("predicted", predicted);
      infos.put("correct", correct);
      infos.put("logits", rows);
    }
  }

  @Override
  public void close() {
    if (walk != null) {
      walk.close();
      walk = null;
    }
  }

  /** Finds the predictions at the greatest bit-widths for the samples that are new. */
  private void teach(int[] known) {
    int[] fresh = Arrays.stream(samples).filter(s -> known[s] == UNKNOWN).distinct().toArray();
    if (fresh.length == 0) {
      return;
    }
    load(fresh, fresh.length);
    float[] rows = new float[fresh.length * classes];
    int[] top = new int[fresh.length];
    Arrays.fill(top, network.bitWidths().max());
    try (Walk pass = network.open(images, fresh.length)) {
      while (!pass.done()) {
        pass.step(top);
      }
      pass.logits(rows);
    }
    for (int k = 0; k < fresh.length; k++) {
      known[fresh[k]] = Softmax.argmax(rows, k * classes, classes);
    }
  }

  private void load(int[] indices, int count) {
    int stride = network.spec().imageSize();
    for (int k = 0; k < count; k++) {
      data.image(indices[k], images, k * stride);
    }
  }

  private Walk open() {
    if (walk == null) {
      throw new IllegalStateException("No batch is under way. Maybe call reset first?");
    }
    return walk;
  }
}
