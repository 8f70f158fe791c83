package org.arbit.supernet.training;

import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/** The recipe that a configuration names, with all its switches. */
record ChosenRecipe(TrainingConfig config, RecipeProvider provider, Map<String, Double> switches) {

  /**
   * Finds it.
   *
   * @throws InvalidInputException if there is no recipe or no switch of that name
   */
  static ChosenRecipe of(TrainingConfig config) {
    RecipeProvider provider;
    try {
      provider = Catalog.load("recipe", RecipeProvider.class).get(config.recipe());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
    Map<String, Double> all = new TreeMap<>(provider.switches());
    for (Map.Entry<String, Double> chosen : config.switches().entrySet()) {
      if (all.replace(chosen.getKey(), chosen.getValue()) == null) {
        throw new InvalidInputException(
            Names.unknown("switch of recipe " + provider.name(), chosen.getKey(), all.keySet()));
      }
    }
    return new ChosenRecipe(config, provider, all);
  }

  WeightQuantizer.Kind quantizer() {
    return provider.weightQuantizer(switches);
  }

  Recipe create(NetworkPlan plan) {
    return provider.create(
        new RecipeProvider.Context(
            plan, config.bitWidths(), config.separate(), config.randomAllocations(), switches));
  }
}
