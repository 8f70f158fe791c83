package org.arbit.experiments.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a trial is started in a process of its own, on whatever machine: with the Java and the class
 * path of the process that starts it.
 *
 * @param flags of Java
 * @param entry name of the class whose {@code main} is called
 * @param words of the command, before any option
 */
public record TrialProgram(List<String> flags, String entry, List<String> words) {

  /** Copies the lists. */
  public TrialProgram {
    flags = List.copyOf(flags);
    words = List.copyOf(words);
  }

  /** Returns the command line on this machine, without options. */
  public List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), entry));
    command.addAll(words);
    return command;
  }
}
