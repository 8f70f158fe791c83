package org.arbit.experiments.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.arbit.experiments.config.HalvingConfig;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.config.Trial;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016, algorithm 1; with a factor other than
 * two as in Li et al., Hyperband, JMLR 2018): all settings get a small budget, the best {@code
 * 1/factor} of them {@code factor} times as much, and so on. Our interpretation: what is chosen are
 * settings and never seeds, so all seeds of a setting go on together or not at all, judged by the
 * mean of their scores; a setting with a failed seed does not go on; of equal ones the first in the
 * file does.
 */
final class Halving {

  private final HalvingConfig config;

  Halving(HalvingConfig config) {
    this.config = config;
  }

  /**
   * A choice, for the manifest.
   *
   * @param steps at which trials were paused
   * @param scores of the settings that had got there, best first; without those that failed
   * @param goesOn the settings that were chosen
   */
  record Choice(long steps, Map<String, Double> scores, List<String> goesOn) {

    /** Returns one line for the user. */
    String describe() {
      return goesOn.isEmpty()
          ? "No setting has got to " + steps + " steps."
          : "After "
              + steps
              + " steps, "
              + goesOn.size()
              + " of "
              + scores.size()
              + " go on: "
              + goesOn.stream()
                  .map(name -> String.format(Locale.ROOT, "%s %.4f", name, scores.get(name)))
                  .collect(Collectors.joining("; "));
    }
  }

  /** Returns the steps at which a choice is made, ascending: all before the end of the training. */
  List<Long> pauses(List<Trial> trials) {
    long steps = ((TrainConfig) trials.get(0).config()).agent().steps();
    List<Long> pauses = new ArrayList<>();
    long pause = config.minimumSteps();
    while (pause < steps) {
      pauses.add(pause);
      pause = pause > steps / config.factor() ? steps : pause * config.factor();
    }
    return pauses;
  }

  /** Returns the settings of trials in their order, by the name that their results have. */
  static Map<String, List<Trial>> settings(List<Trial> trials) {
    Map<String, List<Trial>> settings = new LinkedHashMap<>();
    for (Trial trial : trials) {
      String agent = ((TrainConfig) trial.config()).agent().name();
      String name = trial.variant().isEmpty() ? agent : agent + " (" + trial.variant() + ")";
      settings.computeIfAbsent(name, n -> new ArrayList<>()).add(trial);
    }
    return settings;
  }

  /**
   * Chooses.
   *
   * @param trials that were paused, in the order of the file
   * @param scores of each on the validation split, if it has one; more is better
   */
  Choice choose(long steps, List<Trial> trials, Function<Trial, OptionalDouble> scores) {
    Map<String, List<Trial>> settings = settings(trials);
    Map<String, Double> means = new LinkedHashMap<>();
    settings.forEach(
        (name, seeds) -> {
          List<OptionalDouble> found = seeds.stream().map(scores).toList();
          if (found.stream().allMatch(OptionalDouble::isPresent)) {
            double sum = found.stream().mapToDouble(OptionalDouble::orElseThrow).sum();
            means.put(name, sum / found.size());
          }
        });
    Map<String, Double> ordered = new LinkedHashMap<>();
    means.entrySet().stream()
        // Stable: of equal ones, the first stays first.
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    int kept = Math.max(1, settings.size() / config.factor());
    return new Choice(steps, ordered, ordered.keySet().stream().limit(kept).toList());
  }

  /** Returns the trials that go on, in the order of the file. */
  static List<Trial> goingOn(Choice choice, List<Trial> trials) {
    Set<Trial> chosen = new HashSet<>();
    Map<String, List<Trial>> settings = settings(trials);
    choice.goesOn().forEach(name -> chosen.addAll(settings.getOrDefault(name, List.of())));
    return trials.stream().filter(chosen::contains).toList();
  }
}
