package org.arbit.experiments.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.allocation.RewardTerm;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.export.Exporters;
import org.arbit.supernet.cost.CostModels;
import org.arbit.supernet.data.DataSets;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.Named;
import org.arbit.supernet.training.RecipeProvider;

/** The kinds of parts that can be listed. */
enum Listing {
  AGENTS(
      () ->
          AgentRegistry.load().all().stream()
              .map(agent -> new Entry(agent.name(), agent.summary()))
              .toList()),
  ENVS(
      () ->
          Environments.load().all().stream()
              .map(env -> new Entry(env.id(), env.summary()))
              .toList()),
  RECIPES(() -> named(Catalog.load("recipe", RecipeProvider.class).all())),
  DATASETS(() -> named(DataSets.onClassPath().catalog().all())),
  REWARDS(() -> named(Catalog.load("reward term", RewardTerm.class).all())),
  COSTS(() -> named(CostModels.onClassPath().catalog().all())),
  EXPORTERS(() -> named(Exporters.load().all()));

  private final Supplier<List<Entry>> entries;

  Listing(Supplier<List<Entry>> entries) {
    this.entries = entries;
  }

  /**
   * A part.
   *
   * @param name by which it is chosen
   * @param summary one line on what it is
   */
  record Entry(String name, String summary) {}

  /** Returns all parts of this kind, by name. */
  List<Entry> entries() {
    return entries.get();
  }

  /** Returns the kind of that name. */
  static Optional<Listing> find(String kind) {
    return Arrays.stream(values()).filter(listing -> listing.label().equals(kind)).findFirst();
  }

  /** Returns the names of all kinds. */
  static List<String> kinds() {
    return Arrays.stream(values()).map(Listing::label).toList();
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<Entry> named(Collection<? extends Named> parts) {
    return parts.stream().map(part -> new Entry(part.name(), part.summary())).toList();
  }
}
