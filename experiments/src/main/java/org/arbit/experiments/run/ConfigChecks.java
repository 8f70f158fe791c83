package org.arbit.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.allocation.AllocationParameters;
import org.arbit.env.allocation.RewardTerm;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.config.AgentConfig;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.SupernetConfig;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;
import org.arbit.supernet.training.RecipeProvider;
import org.arbit.supernet.training.Switches;

/**
 * Checks of a configuration against what is on the class path, so that a slip in a name is told
 * before anything has been trained.
 */
final class ConfigChecks {

  private static final String REWARDS = "rewards";
  private static final String COST = "cost";

  private final List<Problem> problems = new ArrayList<>();

  /** Checks the name and the hyper-parameters of an agent. */
  ConfigChecks agent(AgentConfig config, String key) {
    try {
      AgentRegistry.load().find(config.name()).defaults().with(config.settings());
    } catch (IllegalArgumentException e) {
      add(key, e);
    }
    return this;
  }

  /** Checks the id and the parameters of an environment, the reward terms, the cost model. */
  ConfigChecks environment(EnvConfig config, String key) {
    try {
      Environments.load().spec(config.id(), config.parameters());
    } catch (IllegalArgumentException e) {
      add(key, e);
    }
    if (config.parameters().get(REWARDS) instanceof List<?> rewards) {
      Catalog<RewardTerm> terms = Catalog.load("reward term", RewardTerm.class);
      for (Object reward : rewards) {
        if (reward instanceof String name && !terms.names().contains(name)) {
          problems.add(
              new Problem(
                  key + ".parameters." + REWARDS,
                  Names.unknown("reward term", name, terms.names())));
        }
      }
    }
    Object cost = config.parameters().get(COST);
    if (cost != null) {
      try {
        AllocationParameters.read(Map.of(COST, cost)).cost().check();
      } catch (IllegalArgumentException | InvalidInputException e) {
        problems.add(new Problem(key + ".parameters." + COST, String.valueOf(e.getMessage())));
      }
    }
    return this;
  }

  /** Checks the name and the switches of a recipe. */
  ConfigChecks supernet(SupernetConfig config, String key) {
    Catalog<RecipeProvider> recipes = Catalog.load("recipe", RecipeProvider.class);
    if (!recipes.names().contains(config.recipe())) {
      problems.add(
          new Problem(key + ".recipe", Names.unknown("recipe", config.recipe(), recipes.names())));
      return this;
    }
    Switches.problems(recipes.get(config.recipe()), config.switches())
        .forEach(problem -> problems.add(new Problem(key + ".switches", problem)));
    return this;
  }

  /** Refuses recipes that leave agents nothing to choose. */
  ConfigChecks quantized(SupernetConfig config, String key) {
    Catalog<RecipeProvider> recipes = Catalog.load("recipe", RecipeProvider.class);
    if (recipes.names().contains(config.recipe())) {
      RecipeProvider recipe = recipes.get(config.recipe());
      Map<String, Double> switches = new TreeMap<>(recipe.switches());
      switches.putAll(config.switches());
      if (recipe.weightQuantizer(switches) == WeightQuantizer.Kind.NONE) {
        problems.add(
            new Problem(
                key + ".recipe",
                config.recipe()
                    + " trains without quantizers, so that agents have no bit-widths to choose."
                    + " Maybe \"abn\"?"));
      }
    }
    return this;
  }

  /** Adds what is wrong with one setting. */
  void add(String key, String message) {
    problems.add(new Problem(key, message));
  }

  /** Throws if anything is wrong. */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private void add(String key, IllegalArgumentException e) {
    String.valueOf(e.getMessage()).lines().forEach(line -> problems.add(new Problem(key, line)));
  }
}
