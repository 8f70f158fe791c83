package org.arbit.experiments.config;

import java.util.List;

/** The command that every trial of a sweep is one call of. */
public enum TrialCommand {
  /** An agent. */
  TRAIN("seeds", "train"),
  /** A super-network. */
  SUPERNET_TRAIN("seed", "supernet", "train");

  private final String seedKey;
  private final List<String> words;

  TrialCommand(String seedKey, String... words) {
    this.seedKey = seedKey;
    this.words = List.of(words);
  }

  /** Returns the words that stand for it on a command line. */
  public List<String> words() {
    return words;
  }

  /** Returns the setting that the seed of a trial goes into. */
  String seedKey() {
    return seedKey;
  }

  /** Returns a seed as the value of that setting. */
  String seedValue(long seed) {
    return this == TRAIN ? "[" + seed + "]" : Long.toString(seed);
  }

  /** Returns the settings that hold where a trial says nothing. */
  Record defaults() {
    return this == TRAIN ? TrainConfig.defaults() : SupernetRunConfig.defaults();
  }
}
