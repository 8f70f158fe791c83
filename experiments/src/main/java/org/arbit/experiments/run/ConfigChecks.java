package org.arbit.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.arbit.agents.Capability;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.registry.EnvironmentProvider;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.config.AgentConfig;
import org.arbit.experiments.config.EnvConfig;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.SupernetConfig;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.training.RecipeProvider;
import org.arbit.supernet.training.Switches;

/**
 * Checks of a configuration against what is on the class path, so that a slip in a name is told
 * before anything has been trained. Every problem has the full key of its setting.
 */
final class ConfigChecks {

  private static final String ROLLOUTS = "rollouts";

  private final List<Problem> problems = new ArrayList<>();

  /** Checks the name of an agent, and each hyper-parameter. */
  ConfigChecks agent(AgentConfig config, String key) {
    attempt(key + ".name", () -> AgentRegistry.load().find(config.name()))
        .ifPresent(
            agent -> {
              HyperParameters defaults = agent.defaults();
              checkGroups(config, defaults, key);
              new TreeMap<>(config.settings())
                  .forEach(
                      (name, value) ->
                          attempt(
                              key + ".settings." + name, () -> defaults.with(Map.of(name, value))));
            });
    return this;
  }

  /** Learners compare groups of environments that have the same sample. */
  private void checkGroups(AgentConfig config, HyperParameters defaults, String key) {
    if (!defaults.values().containsKey(ROLLOUTS)) {
      return;
    }
    String chosen = config.settings().getOrDefault(ROLLOUTS, "" + defaults.integer(ROLLOUTS));
    if (chosen.matches("[1-9][0-9]{0,5}") && config.lanes() % Integer.parseInt(chosen) != 0) {
      add(
          key + ".lanes",
          config.lanes()
              + " environments cannot be divided into groups of "
              + chosen
              + ". Maybe change lanes, or rollouts?");
    }
  }

  /** Checks the id of an environment, and each parameter. */
  ConfigChecks environment(EnvConfig config, String key) {
    Environments environments = Environments.load();
    attempt(key + ".id", () -> environments.get(config.id()))
        .ifPresent(
            environment ->
                config
                    .parameters()
                    .forEach(
                        (name, value) ->
                            attempt(
                                key + ".parameters." + name,
                                () -> {
                                  environments.spec(environment.id(), Map.of(name, value));
                                  environment.check(Map.of(name, value));
                                  return name;
                                })));
    return this;
  }

  /** Checks the name and the switches of a recipe. */
  ConfigChecks supernet(SupernetConfig config, String key) {
    Catalog<RecipeProvider> recipes = recipes();
    attempt(key + ".recipe", () -> recipes.get(config.recipe()))
        .ifPresent(
            recipe ->
                new TreeMap<>(config.switches())
                    .forEach(
                        (name, value) ->
                            Switches.problems(recipe, Map.of(name, value))
                                .forEach(problem -> add(key + ".switches." + name, problem))));
    return this;
  }

  /** Refuses recipes that leave agents nothing to choose. */
  ConfigChecks quantized(SupernetConfig config, String key) {
    Catalog<RecipeProvider> recipes = recipes();
    if (recipes.names().contains(config.recipe())) {
      RecipeProvider recipe = recipes.get(config.recipe());
      Map<String, Double> switches = new TreeMap<>(recipe.switches());
      switches.putAll(config.switches());
      if (recipe.weightQuantizer(switches) == WeightQuantizer.Kind.NONE) {
        add(
            key + ".recipe",
            config.recipe()
                + " trains without quantizers, so that agents have no bit-widths to choose."
                + " Maybe \"abn\"?");
      }
    }
    return this;
  }

  /** Adds what is wrong with one setting. */
  void add(String key, String message) {
    add(new Problem(key, message));
  }

  /** Adds what is wrong with one setting. */
  void add(Problem problem) {
    problems.add(problem);
  }

  /** Returns what is wrong. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Whether an environment needs a super-network; an unknown one, told elsewhere, does not. */
  static boolean needsNetwork(EnvConfig config) {
    return find(() -> Environments.load().get(config.id()))
        .map(EnvironmentProvider::needsNetwork)
        .orElse(false);
  }

  /** Whether an environment has one of some ids; an unknown one, told elsewhere, has. */
  static boolean isOneOf(EnvConfig config, String... ids) {
    return find(() -> Environments.load().get(config.id()))
        .map(environment -> List.of(ids).contains(environment.id()))
        .orElse(true);
  }

  /** Whether an agent learns by acting; an unknown one, told elsewhere, does. */
  static boolean learns(AgentConfig config) {
    return find(() -> AgentRegistry.load().find(config.name()))
        .map(AgentProvider::capabilities)
        .map(capabilities -> capabilities.contains(Capability.LEARNS))
        .orElse(true);
  }

  private static Catalog<RecipeProvider> recipes() {
    return Catalog.load("recipe", RecipeProvider.class);
  }

  private static <T> Optional<T> find(Supplier<T> finding) {
    try {
      return Optional.of(finding.get());
    } catch (IllegalArgumentException | InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Returns what was asked for, or adds a problem for each line of the reason why not. */
  private <T> Optional<T> attempt(String key, Supplier<T> asking) {
    try {
      return Optional.of(asking.get());
    } catch (IllegalArgumentException | InvalidInputException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> add(key, line));
      return Optional.empty();
    }
  }
}
