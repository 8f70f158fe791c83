package org.arbit.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.spi.Names;

/** All measurements by name. */
public final class Benches {

  private final Map<String, Bench> byName = new TreeMap<>();

  /**
   * Collects measurements.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Benches(List<Bench> benches) {
    for (Bench bench : benches) {
      if (byName.put(bench.name(), bench) != null) {
        throw new IllegalArgumentException("Two measurements are named " + bench.name() + ".");
      }
    }
  }

  /** Returns the built-in measurements. */
  public static Benches builtIn() {
    List<Bench> all = new ArrayList<>();
    for (String network : BenchNetwork.names()) {
      int count = BenchNetwork.LAYERS.getOrDefault(network, 0);
      all.add(new FrozenBench(network, false));
      all.add(new FrozenBench(network, true));
      all.add(new TrainStepBench(network, BitWidths.of(4)));
      all.add(new TrainStepBench(network, BitWidths.of(2, 3, 4, 8)));
      all.add(new EnvStepsBench("env-steps", network, 256, count));
      all.add(new EnvStepsBench("single-steps", network, 1, count));
    }
    all.add(AgentTrainBench.of("dqn", "resnet8"));
    all.add(AgentTrainBench.of("ppo", "resnet8"));
    all.add(AgentTrainBench.rl4j("resnet8"));
    return new Benches(all);
  }

  /**
   * Returns the measurements of the given names, or those that begin with one of them and a slash;
   * all of them if no name is given.
   *
   * @throws IllegalArgumentException if there is none of a name
   */
  public List<Bench> select(List<String> names) {
    if (names.isEmpty()) {
      return List.copyOf(byName.values());
    }
    List<Bench> selected = new ArrayList<>();
    for (String name : names) {
      List<Bench> fitting =
          byName.values().stream()
              .filter(b -> b.name().equals(name) || b.name().startsWith(name + "/"))
              .toList();
      if (fitting.isEmpty()) {
        throw new IllegalArgumentException(Names.unknown("measurement", name, byName.keySet()));
      }
      selected.addAll(fitting);
    }
    return selected;
  }
}
