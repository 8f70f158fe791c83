package org.arbit.supernet.training;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.arbit.supernet.format.SuperNetCheckpoint;

/**
 * What a pass over the training images came to.
 *
 * @param epoch 1..epochs
 * @param epochs number of all passes
 * @param step number of steps that are done
 * @param loss mean of the losses of its steps
 * @param learningRate of its last step
 * @param imagesPerSecond training images in each second of its steps, validation left out; after a
 *     resumption in the middle of an epoch, of the steps since
 * @param accuracyByBits share of the validation images that are right at each uniform bit-width;
 *     empty in epochs without validation
 * @param best the network, where it is the best on validation images so far and the best one is
 *     kept
 */
public record EpochReport(
    int epoch,
    int epochs,
    int step,
    double loss,
    double learningRate,
    double imagesPerSecond,
    SortedMap<Integer, Double> accuracyByBits,
    Optional<SuperNetCheckpoint> best) {

  /** Copies the map. */
  public EpochReport {
    accuracyByBits = Collections.unmodifiableSortedMap(new TreeMap<>(accuracyByBits));
  }
}
