package org.arbit.supernet.training;

import java.util.List;
import java.util.Map;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;

/** The recipe that a configuration names, with all its switches. */
record ChosenRecipe(TrainingConfig config, RecipeProvider provider, Map<String, Double> switches) {

  /**
   * Finds it.
   *
   * @throws InvalidInputException if there is no such recipe, or a switch is not one of its own or
   *     out of range
   */
  static ChosenRecipe of(TrainingConfig config) {
    RecipeProvider provider;
    try {
      provider = Catalog.load("recipe", RecipeProvider.class).get(config.recipe());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
    List<String> problems = Switches.problems(provider, config.switches());
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join(" ", problems));
    }
    return new ChosenRecipe(config, provider, Switches.all(provider, config.switches()));
  }

  WeightQuantizer.Kind quantizer() {
    return provider.weightQuantizer(switches);
  }

  /** Makes a network with fresh weights for this recipe. */
  TrainableNetwork network(NetworkPlan plan, int batch, Workers workers) {
    TrainableNetwork network =
        new TrainableNetwork(
            plan,
            config.bitWidths(),
            config.separate(),
            quantizer(),
            batch,
            config.shard(),
            workers);
    network.initialize(config.seed());
    if (config.integerForward()) {
      network.convolveCodes();
    }
    if (provider.sharesAffine(switches)) {
      network.shareAffine();
    }
    return network;
  }

  Recipe create(NetworkPlan plan) {
    return provider.create(
        new RecipeProvider.Context(
            plan,
            config.bitWidths(),
            config.separate(),
            config.randomAllocations(),
            config.optimization().labelSmoothing(),
            switches));
  }
}
