package org.arbit.supernet.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.spi.Names;

/** Checks the switches that a user has chosen for a recipe, and adds the others. */
public final class Switches {

  private Switches() {}

  /**
   * Returns what is wrong with chosen switches, a sentence for each: a name that the recipe does
   * not have, or a value that is not in [0, {@link RecipeProvider#largest}].
   */
  public static List<String> problems(RecipeProvider recipe, Map<String, Double> chosen) {
    List<String> problems = new ArrayList<>();
    Map<String, Double> known = recipe.switches();
    new TreeMap<>(chosen)
        .forEach(
            (name, value) -> {
              if (!known.containsKey(name)) {
                problems.add(
                    Names.unknown("switch of recipe " + recipe.name(), name, known.keySet()));
              } else if (!(value >= 0 && value <= recipe.largest(name))) {
                problems.add(
                    "Switch %s of recipe %s is %s, but must be in [0, %s]."
                        .formatted(name, recipe.name(), value, recipe.largest(name)));
              }
            });
    return problems;
  }

  /** Returns all switches of a recipe: its defaults, but where the user has chosen. */
  static Map<String, Double> all(RecipeProvider recipe, Map<String, Double> chosen) {
    Map<String, Double> all = new TreeMap<>(recipe.switches());
    all.putAll(chosen);
    return all;
  }
}
