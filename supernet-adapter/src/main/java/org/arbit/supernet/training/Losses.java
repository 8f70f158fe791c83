package org.arbit.supernet.training;

/** Losses of logits and their gradients; everything is {@code samples x classes}, row by row. */
final class Losses {

  private Losses() {}

  /**
   * Mean cross-entropy.
   *
   * @param smoothing share of the label that is spread over all classes, in [0, 1)
   * @param probabilities receives softmax(logits)
   * @param gradient receives the gradient of the loss
   */
  static double crossEntropy(
      float[] logits,
      int[] labels,
      int classes,
      double smoothing,
      float[] probabilities,
      float[] gradient) {
    float other = (float) (smoothing / classes);
    float own = (float) (1 - smoothing) + other;
    double loss = 0;
    for (int n = 0; n < labels.length; n++) {
      softmax(logits, n * classes, classes, probabilities);
      for (int k = 0; k < classes; k++) {
        int at = n * classes + k;
        float target = k == labels[n] ? own : other;
        gradient[at] = (probabilities[at] - target) / labels.length;
        if (target != 0) {
          loss -= target * Math.log(Math.max(probabilities[at], 1e-12));
        }
      }
    }
    return loss / labels.length;
  }

  /** Returns the mean cross-entropy of probabilities. */
  static double crossEntropy(float[] probabilities, int[] labels) {
    int classes = probabilities.length / labels.length;
    double loss = 0;
    for (int n = 0; n < labels.length; n++) {
      loss -= Math.log(Math.max(probabilities[n * classes + labels[n]], 1e-12));
    }
    return loss / labels.length;
  }

  /**
   * Mean of half the cross-entropy and half KL(teacher || softmax(logits)).
   *
   * @param smoothing share of the label that is spread over all classes, in [0, 1)
   * @param teacher probabilities, taken as constants
   * @param probabilities receives softmax(logits)
   * @param gradient receives the gradient of the loss
   */
  static double halfDistilled(
      float[] logits,
      int[] labels,
      int classes,
      double smoothing,
      float[] teacher,
      float[] probabilities,
      float[] gradient) {
    float other = (float) (smoothing / classes);
    float own = (float) (1 - smoothing) + other;
    double loss = 0;
    float[] p = probabilities;
    for (int n = 0; n < labels.length; n++) {
      softmax(logits, n * classes, classes, p);
      for (int k = 0; k < classes; k++) {
        int at = n * classes + k;
        float hard = 0.5f * (k == labels[n] ? own : other);
        float target = hard + 0.5f * teacher[at];
        gradient[at] = (p[at] - target) / labels.length;
        double logP = Math.log(Math.max(p[at], 1e-12));
        loss += 0.5 * teacher[at] * (Math.log(Math.max(teacher[at], 1e-12)) - logP);
        loss -= hard * logP;
      }
    }
    return loss / labels.length;
  }

  private static void softmax(float[] logits, int at, int classes, float[] into) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, logits[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double e = Math.exp(logits[at + k] - largest);
      into[at + k] = (float) e;
      sum += e;
    }
    for (int k = 0; k < classes; k++) {
      into[at + k] /= (float) sum;
    }
  }
}
