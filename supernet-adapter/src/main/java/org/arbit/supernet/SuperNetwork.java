package org.arbit.supernet;

import java.util.List;

/**
 * A frozen super-network: the port through which environments, evaluation and export see whatever
 * engine runs the layers. Nothing of the engine shows: images are bytes, features and logits are
 * floats in primitive arrays.
 *
 * <p>An instance is immutable and may be shared by threads; each of them opens its own {@link
 * Walk}. The results for a sample do not depend on the samples it is batched with, nor on the
 * number of workers.
 */
public interface SuperNetwork {

  /** Returns the shape of the network. */
  NetworkSpec spec();

  /** Returns the candidate bit-widths of every searchable layer. */
  BitWidths bitWidths();

  /** Whether weights and activations of a layer may have different bit-widths. */
  boolean separate();

  /**
   * Returns the names of the fields that {@link Walk#features(float[])} gives for each sample; the
   * same list for the life of the network. By default 18: {@code group0..group15}, {@code mean},
   * {@code zeros}.
   */
  List<String> featureNames();

  /** Returns a hash of the parameters, as hexadecimal SHA-256; it never changes. */
  String fingerprint();

  /**
   * Opens a forward pass over a batch and runs the fixed stem.
   *
   * @param images unsigned bytes, {@code samples x channels x height x width}, copied
   * @param samples number of images, at least 1
   * @throws IllegalArgumentException if {@code images} is shorter than that
   */
  Walk open(byte[] images, int samples);
}
