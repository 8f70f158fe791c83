package org.arbit.supernet.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;

/**
 * Estimates batch-norm statistics anew, without changing anything else. Running statistics of a
 * training remember about ten passes and the weights of then; here each bit-width of a layer gets
 * the plain mean over batches of training images, half of them at that uniform bit-width and half
 * in random mixtures, which is what a policy will ask for.
 */
public final class Recalibration {

  private static final int STREAM = 3;

  private Recalibration() {}

  /**
   * Returns the checkpoint with new statistics, and a note of it in its provenance.
   *
   * @param train training images, never validation or test images
   * @param batches number of batches; each runs every uniform bit-width and as many random mixtures
   * @param batch images of a batch
   * @param shard samples that a worker takes at a time; part of the result
   * @param integerForward as in {@link TrainingConfig}
   * @param seed of the choice of images and mixtures
   */
  public static SuperNetCheckpoint of(
      SuperNetCheckpoint checkpoint,
      Dataset train,
      int batches,
      int batch,
      int shard,
      boolean integerForward,
      long seed,
      Workers workers) {
    NetworkPlan plan =
        NetworkPlan.of(checkpoint.network(), checkpoint.image(), checkpoint.classes());
    int samples = Math.min(batch, train.size());
    TrainableNetwork network =
        new TrainableNetwork(
            plan,
            checkpoint.bitWidths(),
            checkpoint.separate(),
            WeightQuantizer.Kind.named(checkpoint.quantizer()),
            samples,
            shard,
            workers);
    network.restore(checkpoint.tensors());
    if (integerForward) {
      network.convolveCodes();
    }
    estimate(network, checkpoint.bitWidths(), checkpoint.separate(), train, batches, samples, seed);
    return with(checkpoint, network, batches);
  }

  /** Replaces the statistics of a network in training. */
  static void estimate(
      TrainableNetwork network,
      BitWidths bitWidths,
      boolean separate,
      Dataset train,
      int batches,
      int samples,
      long seed) {
    NetworkPlan plan = network.plan();
    network.averageStatistics();
    Passes passes =
        new Passes(new RecipeProvider.Context(plan, bitWidths, separate, 0, 0, Map.of()));
    byte[] images = new byte[samples * plan.spec().imageSize()];
    for (int b = 0; b < batches; b++) {
      SplitMix64 random = SplitMix64.of(seed, ((long) b << 8) + STREAM);
      for (int i = 0; i < samples; i++) {
        train.image(random.nextInt(train.size()), images, i * plan.spec().imageSize());
      }
      network.load(images, samples);
      for (int bits : bitWidths.toArray()) {
        network.forward(Allocation.uniform(plan.spec().layers(), bits));
        network.forward(passes.random(random));
      }
    }
  }

  private static SuperNetCheckpoint with(
      SuperNetCheckpoint checkpoint, TrainableNetwork network, int batches) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      tensors.put(parameter.name(), new Tensor(parameter.shape(), parameter.value().clone()));
    }
    Map<String, String> provenance = new LinkedHashMap<>(checkpoint.provenance());
    provenance.put("statistics", "re-estimated on " + batches + " batches of training images");
    return new SuperNetCheckpoint(
        checkpoint.recipe(),
        checkpoint.quantizer(),
        checkpoint.network(),
        checkpoint.image(),
        checkpoint.classes(),
        checkpoint.bitWidths(),
        checkpoint.separate(),
        provenance,
        tensors);
  }
}
