package org.arbit.env.check;

import java.util.Arrays;
import org.arbit.env.SeededRandom;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;

/**
 * Random images with the labels that a network gives them at its greatest bit-widths: by
 * construction it is always right there, and the fewer bits it has the more it errs. The difficulty
 * of an image is 1 minus the share of its greatest logit's lead over the second, within the data
 * set. Made for any network; the images are blobs on noise.
 */
public final class ToyDataset implements Dataset {

  private final ImageShape shape;
  private final int classes;
  private final byte[] images;
  private final int[] labels;
  private final double[] difficulties;

  /** Creates {@code size} images by seed and has {@code network} label them. */
  public ToyDataset(SuperNetwork network, int size, long seed) {
    shape =
        new ImageShape(network.spec().channels(), network.spec().height(), network.spec().width());
    classes = network.spec().classes();
    images = new byte[size * shape.size()];
    labels = new int[size];
    difficulties = new double[size];
    SeededRandom random = new SeededRandom(seed);
    for (int i = 0; i < size; i++) {
      ToyImages.paint(random, shape, images, i * shape.size());
    }
    label(network);
  }

  /** Returns {@code size} images for the standard toy network. */
  public static ToyDataset of(SuperNetwork network, int size) {
    return new ToyDataset(network, size, 1);
  }

  private void label(SuperNetwork network) {
    int size = labels.length;
    float[] logits = new float[size * classes];
    int[] top = new int[size];
    Arrays.fill(top, network.bitWidths().max());
    try (Walk walk = network.open(images, size)) {
      while (!walk.done()) {
        walk.step(top);
      }
      walk.logits(logits);
    }
    double greatestLead = 0;
    double[] leads = new double[size];
    for (int i = 0; i < size; i++) {
      float[] row = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
      for (int c = 1; c < classes; c++) {
        labels[i] = row[c] > row[labels[i]] ? c : labels[i];
      }
      float best = row[labels[i]];
      row[labels[i]] = Float.NEGATIVE_INFINITY;
      float second = Float.NEGATIVE_INFINITY;
      for (float logit : row) {
        second = Math.max(second, logit);
      }
      leads[i] = (double) best - second;
      greatestLead = Math.max(greatestLead, leads[i]);
    }
    for (int i = 0; i < size; i++) {
      difficulties[i] = greatestLead == 0 ? 1 : 1 - leads[i] / greatestLead;
    }
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void image(int index, byte[] into, int offset) {
    System.arraycopy(images, index * shape.size(), into, offset, shape.size());
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public double difficulty(int index) {
    return difficulties[index];
  }
}
