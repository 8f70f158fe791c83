package org.arbit.supernet.training;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The weights of several gradients whose convex combination has the least norm (MGDA, Desideri
 * 2012, section 3): along it no objective gets worse. Few objectives, so that every subset can be
 * tried: on the right one the weights solve a linear system and are all positive.
 */
final class MinimumNorm {

  private MinimumNorm() {}

  /**
   * Returns the weights.
   *
   * @param gram products of all pairs of gradients, {@code n x n}, n at most 8
   * @return n weights, at least 0, that add up to 1
   */
  static double[] weights(double[][] gram) {
    int n = gram.length;
    double[] best = new double[n];
    double least = Double.POSITIVE_INFINITY;
    for (int subset = 1; subset < 1 << n; subset++) {
      double[] weights = onFace(gram, subset);
      if (weights.length > 0 && norm(gram, weights) < least) {
        least = norm(gram, weights);
        best = weights;
      }
    }
    return best;
  }

  /** Returns the minimum over the affine hull of a subset; empty if it lies outside the simplex. */
  private static double[] onFace(double[][] gram, int subset) {
    int[] members = IntStream.range(0, gram.length).filter(i -> (subset >> i & 1) == 1).toArray();
    double[][] face = new double[members.length][members.length];
    for (int i = 0; i < members.length; i++) {
      for (int j = 0; j < members.length; j++) {
        face[i][j] = gram[members[i]][members[j]];
      }
    }
    RealVector ones = new ArrayRealVector(members.length, 1);
    // Gradients may be parallel; the pseudo-inverse then picks one of several equal minima.
    RealVector solution =
        new SingularValueDecomposition(new Array2DRowRealMatrix(face)).getSolver().solve(ones);
    double sum = solution.dotProduct(ones);
    double[] weights = new double[gram.length];
    for (int i = 0; i < members.length; i++) {
      double weight = members.length == 1 ? 1 : solution.getEntry(i) / sum;
      if (!(weight >= 0)) {
        return new double[0];
      }
      weights[members[i]] = weight;
    }
    return weights;
  }

  static double norm(double[][] gram, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights.length; j++) {
        sum += weights[i] * weights[j] * gram[i][j];
      }
    }
    return sum;
  }
}
