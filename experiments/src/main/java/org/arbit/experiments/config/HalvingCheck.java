package org.arbit.experiments.config;

import java.util.List;

/** What successive halving asks of the trials: that pauses and scores can be compared. */
final class HalvingCheck {

  private static final String KEY = "halving";

  private HalvingCheck() {}

  /** Returns what is wrong. */
  static List<Problem> problems(HalvingConfig halving, TrialCommand command, List<Trial> trials) {
    Problems problems = new Problems();
    if (command != TrialCommand.TRAIN) {
      problems.add(
          KEY, "Only trials of train can be paused, not those of supernet-train. Maybe remove it?");
      return problems.found();
    }
    List<TrainConfig> configs = trials.stream().map(trial -> (TrainConfig) trial.config()).toList();
    TrainConfig first = configs.get(0);
    for (TrainConfig config : configs) {
      if (config.agent().steps() != first.agent().steps()
          || !config.tradeOffs().candidates().equals(first.tradeOffs().candidates())) {
        problems.add(
            KEY,
            "Trials with different agent.steps or tradeOffs.candidates cannot be compared halfway. "
                + "Maybe sweep over other settings?");
        return problems.found();
      }
    }
    problems.require(
        halving.minimumSteps() < first.agent().steps(),
        KEY + ".minimumSteps",
        halving.minimumSteps(),
        "less than agent.steps (" + first.agent().steps() + ")");
    return problems.found();
  }
}
