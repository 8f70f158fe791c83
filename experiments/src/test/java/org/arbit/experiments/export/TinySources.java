package org.arbit.experiments.export;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorStep;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.Networks;

/**
 * What exporters write: an untrained network with a policy of random weights that belongs to it.
 */
final class TinySources {

  /** Of the images, where any will do. */
  static final ImageShape SHAPE = new ImageShape(1, 12, 12);

  private TinySources() {}

  /** Returns a network with heads after its first two blocks, of the candidates 2, 4 and 8. */
  static FrozenNetwork networkWithHeads(Workers workers) {
    return TinyNetworks.network(
        Networks.resnet(4, 1).withExits(Exits.after(List.of(0, 1))),
        SHAPE,
        BitWidths.of(2, 4, 8),
        false,
        WeightQuantizer.Kind.LSQ,
        workers);
  }

  /** Returns a residual network with two heads that read a grid, or the whole map. */
  static FrozenNetwork residual(BitWidths bits, boolean separate, Workers workers) {
    return TinyNetworks.network(
        Networks.resnet(4, 1).withExits(new Exits(List.of(0, 1), 1, separate ? 1 : 3)),
        SHAPE,
        bits,
        separate,
        WeightQuantizer.Kind.LSQ,
        workers);
  }

  /** Returns the environment with its defaults, in which samples may leave at heads, or not. */
  static PolicyEnvironment environment(boolean exits) {
    return new PolicyEnvironment(AllocationConfig.defaults(), exits);
  }

  /** Returns a network with a policy of 8-bit weights. */
  static ExportSource of(
      FrozenNetwork network, Dataset images, PolicyEnvironment environment, long seed) {
    PolicyNetwork policy = policy(network, images, environment, Precision.INT8, seed);
    return ExportSource.of(
        network,
        new ExportSource.Learned(policy, metadata(network, policy), environment),
        images,
        new TreeMap<>(Map.of("arbit", "0.1.0")));
  }

  /** Returns the policy that is taken where any will do. */
  static PolicyNetwork policy(
      SuperNetwork net, Dataset images, PolicyEnvironment config, Precision precision) {
    return policy(net, images, config, precision, 7);
  }

  /** Returns a policy with random weights, which has seen what there is to observe. */
  static PolicyNetwork policy(
      SuperNetwork net, Dataset images, PolicyEnvironment config, Precision precision, long seed) {
    try (BitAllocation env = config.open(net, images, images.size())) {
      int fields = env.fields().size();
      int rows = images.size() * fields;
      float[] seen = new float[net.spec().layers() * rows];
      VectorStep step = env.reset(ResetOptions.seeded(1));
      for (int l = 0; l < net.spec().layers(); l++) {
        System.arraycopy(step.observations(), 0, seen, l * rows, rows);
        int[] actions = new int[images.size()];
        for (int i = 0; i < actions.length; i++) {
          int row = i * env.actions().actions();
          boolean dearer = step.masks()[row + 1];
          boolean any = step.masks()[row];
          actions[i] = dearer ? (i + l) % 2 : any ? 0 : env.actions().exitAction();
        }
        step = env.step(actions);
      }
      return TinyNetworks.policy(precision, seen, fields, env.actions().actions(), seed);
    }
  }

  /** Returns what is written into the file of such a policy. */
  static PolicyMetadata metadata(SuperNetwork net, PolicyNetwork policy) {
    return new PolicyMetadata(
        BitAllocation.ID,
        "dqn",
        List.of(),
        List.of(),
        net.bitWidths(),
        net.fingerprint(),
        0.03,
        policy.bitOps(),
        new TreeMap<>(Map.of("arbit", "0.1.0")));
  }
}
