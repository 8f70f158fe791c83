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
      all.add(new FrozenBench(network, false));
      all.add(new FrozenBench(network, true));
      all.add(new TrainStepBench(network, BitWidths.of(4)));
      all.add(new TrainStepBench(network, BitWidths.of(2, 3, 4, 8)));
      all.add(episodes(network, 256));
      all.add(new EnvStepsBench("single-steps", network, 1, layers(network)));
    }
    for (String network : BenchNetwork.names()) {
      all.add(
          new ComparedBench(
              "two-workers/train-step/" + network,
              new TrainStepBench(network, BitWidths.of(4), 2),
              new TrainStepBench(network, BitWidths.of(4), 1),
              Bench.Reference.ONE_WORKER));
      all.add(
          new ComparedBench(
              "two-workers/frozen-mixed/" + network,
              new FrozenBench(network, true, 2),
              new FrozenBench(network, true, 1),
              Bench.Reference.ONE_WORKER));
      all.add(twiceTheSamples(network));
    }
    all.add(
        new ComparedBench(
            "twice-layers/resnet14/n256",
            episodes("resnet14", 256),
            episodes("resnet8", 256),
            Bench.Reference.HALF));
    all.add(AgentTrainBench.of("dqn", "resnet8"));
    all.add(AgentTrainBench.of("ppo", "resnet8"));
    all.add(AgentTrainBench.rl4j("resnet8"));
    return new Benches(all);
  }

  private static int layers(String network) {
    return BenchNetwork.LAYERS.getOrDefault(network, 0);
  }

  private static EnvStepsBench episodes(String network, int lanes) {
    return new EnvStepsBench("env-steps", network, lanes, layers(network));
  }

  private static Bench twiceTheSamples(String network) {
    return new ComparedBench(
        "twice-samples/" + network + "/n512",
        episodes(network, 512),
        episodes(network, 256),
        Bench.Reference.HALF);
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
