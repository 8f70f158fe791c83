package org.arbit.experiments.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used; carries everything that is wrong with it, not only the first. */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Creates an exception whose message has one line for each problem. */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns what is wrong, at least one thing. */
  public List<Problem> problems() {
    return problems;
  }
}
