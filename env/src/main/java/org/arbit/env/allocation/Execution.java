package org.arbit.env.allocation;

/** What runs the layers and finds out how right the network was. */
interface Execution extends AutoCloseable {

  /** Starts a batch, one sample of the data set for each place. */
  void begin(int[] samples);

  /** Writes the sample fields for the waiting layer. */
  void features(float[] into);

  /** Writes by how much the greatest logit of the head before the waiting layer is ahead. */
  void headGaps(float[] into);

  /** Runs the waiting layer at the given bits; refuses them before anything has changed. */
  void step(int[] weightBits, int[] activationBits);

  /** Writes how right the network was into the books, at the end of a batch. */
  void finish(Episodes books);

  /** Adds what is known of the samples; at the end of a batch of the outcome, too. */
  void describe(Infos infos, boolean done);

  @Override
  void close();
}
