package org.arbit.env.check;

import java.util.Map;
import java.util.TreeMap;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.data.Dataset;

/**
 * Puts an environment through the rules of docs/environment.md. All rules are tried, whatever the
 * others find. Actions are drawn among the valid ones.
 */
public final class EnvCheck {

  /** Environments with exits are checked on a network that has one. */
  private static final String EXIT = "Exit";

  private static final int TOY_IMAGES = 64;

  private EnvCheck() {}

  /** Checks one subject. */
  public static CheckReport check(CheckSubject subject) {
    return new CheckReport(
        subject.name(), subject.rules().stream().map(rule -> rule.apply(subject)).toList());
  }

  /**
   * Checks a registered environment, where it needs a network on the built-in one of four layers.
   *
   * @param overrides parameters that differ from the defaults
   * @throws IllegalArgumentException if the id or a parameter is unknown
   */
  public static CheckReport check(Environments environments, String id, Map<String, ?> overrides) {
    String full = environments.get(id).id();
    ToySuperNetwork network =
        full.contains(EXIT) ? ToySuperNetwork.builder().exit().build() : ToySuperNetwork.standard();
    Dataset data = ToyDataset.of(network, TOY_IMAGES);
    // Fails for what a rule would otherwise report over and over.
    environments.spec(full, new TreeMap<>(overrides));
    return check(CheckSubject.ofRegistered(environments, full, overrides, network, data));
  }
}
