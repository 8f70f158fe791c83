package org.arbit.env.allocation;

import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;

/**
 * What reward terms and observation fields can see of a batch of episodes. Samples are numbered by
 * their place in the batch, layers by their place in the network. Only to be read during the call
 * that hands it over.
 */
public interface AllocationView {

  /** Returns the shape of the network. */
  NetworkSpec network();

  /** Returns the candidate bit-widths. */
  BitWidths bitWidths();

  /** Whether weights and activations have bit-widths of their own. */
  boolean separate();

  /** Whether there is a hard budget. */
  boolean hasBudget();

  /** Returns the layer that has run in the step just taken; -1 after a reset. */
  int previousLayer();

  /** Returns the layer that waits for its bit-widths; the layer count when the batch has ended. */
  int layer();

  /** Whether the sample has left at an early exit and waits for the end of its batch. */
  boolean left(int sample);

  /** Whether the sample has left at an early exit in the step just taken. */
  boolean leavesNow(int sample);

  /** Returns the bits of the weights of a layer that has run; 0 where it has not. */
  int weightBits(int sample, int layer);

  /** Returns the bits of the input activations of a layer that has run; 0 where it has not. */
  int activationBits(int sample, int layer);

  /** Returns how many layers the sample has run. */
  int layersRun(int sample);

  /** Returns the sum of the weight bits of the layers that have run. */
  int weightBitsSum(int sample);

  /** Returns the sum of the activation bits of the layers that have run. */
  int activationBitsSum(int sample);

  /** Returns the BitOps spent so far, those of the fixed layers that have run included. */
  long spent(int sample);

  /** Returns the least BitOps with which the sample can come to its end from here. */
  long leastRemaining(int sample);

  /** Returns the BitOps of the network at its greatest bit-widths, fixed layers included. */
  long maxBitOps();

  /** Returns the hard budget in BitOps; {@link Long#MAX_VALUE} where there is none. */
  long budget(int sample);

  /** Returns the soft budget in BitOps; {@link Long#MAX_VALUE} where there is none. */
  long softBudget();

  /** Returns the trade-off of the sample. */
  double lambda(int sample);

  /**
   * Returns the BitOps of the step just taken; 0 for a sample that waits. Leaving costs the head in
   * place of the classifier, which can be less than 0.
   */
  long stepBitOps(int sample);

  /**
   * Returns the cost of the step just taken, as a share of the cost of the network at its greatest
   * bit-widths (fixed layers included), in the configured cost model; 0 for a sample that waits.
   * Leaving costs the head in place of the classifier.
   */
  double stepCost(int sample);

  /**
   * Returns the cost of a layer at given bit-widths, as the same share as {@link #stepCost}.
   *
   * @param layer index of a searchable layer
   */
  double layerCost(int layer, int weightBits, int activationBits);

  /**
   * Returns by how much the greatest logit exceeds the second at the last head that the sample has
   * come to; -1 before the first. Known where an observation group {@linkplain
   * ObservationField#looksAtHeads looks at heads}.
   */
  float headGap(int sample);

  /** Whether the action taken was masked and has been replaced. */
  boolean replaced(int sample);

  /** Whether the batch has ended and the outcome of every sample is known. */
  boolean done();

  /**
   * Returns how right the network was: 1 or 0 for a sample, the accuracy for a static allocation.
   * Known when {@link #done()}.
   */
  double correct(int sample);

  /**
   * Returns the natural logarithm of the probability of the label, the mean of it for a static
   * allocation. Known when {@link #done()}.
   */
  double logLikelihood(int sample);

  /**
   * Returns whether the network predicts what it predicts at its greatest bit-widths (1 or 0; the
   * share for a static allocation). Known when {@link #done()}.
   */
  double teacherAgreement(int sample);

  /** Writes all sample fields, as {@link #feature} returns them, from {@code offset}. */
  void features(int sample, float[] into, int offset);

  /**
   * Returns a field of the sample's input to the waiting layer, as named by the network; 0 when
   * done.
   */
  float feature(int sample, int field);
}
