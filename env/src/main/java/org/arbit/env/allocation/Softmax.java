package org.arbit.env.allocation;

/** What logits say, in double precision and independent of platform and batch. */
final class Softmax {

  private Softmax() {}

  /** Returns the index of the greatest logit of a row; the first where there are several. */
  static int argmax(float[] logits, int offset, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits[offset + c] > logits[offset + best]) {
        best = c;
      }
    }
    return best;
  }

  /** Returns by how much the greatest logit of a row exceeds the second greatest. */
  static float gap(float[] logits, int offset, int classes) {
    int best = argmax(logits, offset, classes);
    float second = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      second = c == best ? second : Math.max(second, logits[offset + c]);
    }
    return logits[offset + best] - second;
  }

  /** Returns the natural logarithm of the probability of class {@code label}. */
  static double logLikelihood(float[] logits, int offset, int classes, int label) {
    double max = logits[offset + argmax(logits, offset, classes)];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[offset + c] - max);
    }
    return logits[offset + label] - max - StrictMath.log(sum);
  }
}
