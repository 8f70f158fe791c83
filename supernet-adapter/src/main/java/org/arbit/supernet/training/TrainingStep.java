package org.arbit.supernet.training;

import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.Workers;

/**
 * One step of a training by itself: the passes of the recipe and the optimiser's update, on a batch
 * that is given. For measuring speed, and for whoever brings a loop of their own.
 */
public final class TrainingStep {

  private final TrainingConfig config;
  private final TrainableNetwork network;
  private final Recipe recipe;
  private final Optimizer optimizer;
  private int step;

  /**
   * Makes a network with fresh weights and what trains it.
   *
   * @param config of which schedule, averages, augmentation and epochs are not used
   */
  public TrainingStep(TrainingConfig config, NetworkPlan plan, Workers workers) {
    this.config = config;
    ChosenRecipe chosen = ChosenRecipe.of(config);
    network = chosen.network(plan, config.batch(), workers);
    recipe = chosen.create(plan);
    optimizer =
        new Optimizer(
            config.optimization().optimizer(),
            network.parameters(),
            config.weightDecay(),
            config.stepRateFactor(),
            workers);
  }

  /**
   * Does one step at the full learning rate.
   *
   * @param images unsigned bytes, {@code labels.length x channels x height x width}
   * @return the mean loss of the passes
   */
  public double run(byte[] images, int[] labels) {
    network.zeroGradients();
    network.load(images, labels.length);
    SplitMix64 random = SplitMix64.of(config.seed(), step);
    double loss = recipe.step(network, new Recipe.Step(labels, 0, random));
    network.backwardStem();
    optimizer.step(config.learningRate(), config.momentum(), step++);
    return loss;
  }
}
