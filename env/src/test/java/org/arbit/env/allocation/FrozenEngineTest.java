package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.Networks;
import org.junit.jupiter.api.Test;

/** On the real engine a sample's episode does not depend on its batch or on the workers. */
class FrozenEngineTest {

  private static final int SAMPLES = 1000;
  private static final int LAYERS = 6;
  private static final BitWidths BITS = BitWidths.of(2, 3, 4, 8);
  private static final NetworkPlan PLAN = NetworkPlan.resnet(new ImageShape(1, 8, 8), 4, 4, 1);

  private static final NetworkPlan WITH_HEADS =
      NetworkPlan.of(
          Networks.resnet(4, 1).withExits(Exits.after(List.of(0, 1))), new ImageShape(1, 8, 8), 4);

  /** Untrained parameters, with statistics of every bit-width from one pass over random images. */
  private static Map<String, float[]> parameters(NetworkPlan plan) {
    int batch = 32;
    TrainableNetwork network =
        new TrainableNetwork(plan, BITS, false, WeightQuantizer.Kind.LSQ, batch, 8, new Workers(1));
    network.initialize(3);
    byte[] images = new byte[batch * 64];
    SeededRandom random = new SeededRandom(2);
    for (int k = 0; k < images.length; k++) {
      images[k] = (byte) random.nextInt(256);
    }
    network.load(images, batch);
    for (int bits : BITS.toArray()) {
      network.forward(Allocation.uniform(LAYERS, bits));
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), parameter.value());
    }
    return values;
  }

  private static SuperNetwork network(
      NetworkPlan plan, Map<String, float[]> parameters, int workers) {
    return new FrozenNetwork(
        plan, BITS, false, WeightQuantizer.Kind.LSQ, parameters, new Workers(workers));
  }

  /** What happened to each sample: every reward and field, and the logits. */
  private static String[] play(SuperNetwork network, Dataset data, int size) {
    String[] traces = new String[SAMPLES];
    Arrays.fill(traces, "");
    AllocationConfig config = AllocationConfig.defaults().withLambda(0.03);
    try (BitAllocation env =
        BitAllocation.vector(network, data, config, size, AutoReset.DISABLED)) {
      int width = env.observationSpace().size();
      for (int from = 0; from < SAMPLES; from += size) {
        int[] samples = new int[Math.min(size, SAMPLES - from)];
        Arrays.setAll(samples, k -> k);
        for (int k = 0; k < samples.length; k++) {
          samples[k] += from;
        }
        VectorStep step = env.reset(ResetOptions.none().withSamples(samples));
        for (int l = 0; l <= LAYERS; l++) {
          for (int k = 0; k < samples.length; k++) {
            float[] row = Arrays.copyOfRange(step.observations(), k * width, (k + 1) * width);
            assertThat(env.observationSpace().firstOutside(row, 0)).isEqualTo(-1);
            traces[samples[k]] += Arrays.toString(row) + step.rewards()[k];
          }
          if (l < LAYERS) {
            int[] actions = new int[size];
            for (int k = 0; k < samples.length; k++) {
              actions[k] = (samples[k] * 7 + l * 5 + samples[k] / 3) % BITS.size();
            }
            step = env.step(actions);
          }
        }
        float[][] logits = (float[][]) step.infos().get("logits");
        for (int k = 0; k < samples.length; k++) {
          traces[samples[k]] += Arrays.toString(logits[k]);
        }
      }
    }
    return traces;
  }

  @Test
  void aSamplesEpisodeDoesNotDependOnItsBatchOrOnTheWorkers() {
    Map<String, float[]> parameters = parameters(PLAN);
    SuperNetwork one = network(PLAN, parameters, 1);
    SuperNetwork two = network(PLAN, parameters, 2);
    ToyDataset data = ToyDataset.of(one, SAMPLES);
    String[] expected = play(one, data, 256);
    assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(900);
    assertThat(play(one, data, 37)).isEqualTo(expected);
    assertThat(play(two, data, 200)).isEqualTo(expected);
  }

  @Test
  void samplesLeaveAtTheHeadsOfTheEngineAndPayForThem() {
    SuperNetwork network = network(WITH_HEADS, parameters(WITH_HEADS), 2);
    NetworkSpec spec = network.spec();
    ToyDataset data = ToyDataset.of(network, 12);
    int exit = BITS.size();
    // Sample n leaves before layer 2, before layer 4, or not at all.
    int[] leavesBefore = new int[12];
    Arrays.setAll(leavesBefore, n -> 2 * (n % 3) + 2);
    try (VectorEnv env =
        Environments.load()
            .vector(
                BitAllocation.EXIT_ID,
                Map.of("lambda", 0.1),
                12,
                AutoReset.DISABLED,
                network,
                data)) {
      int[] samples = new int[12];
      Arrays.setAll(samples, n -> n);
      VectorStep step = env.reset(ResetOptions.none().withSamples(samples));
      for (int l = 0; l < LAYERS; l++) {
        for (int n = 0; n < 12; n++) {
          boolean head = (l == 2 || l == 4) && leavesBefore[n] >= l;
          assertThat(step.masks()[n * (exit + 1) + exit]).as("%d at %d", n, l).isEqualTo(head);
        }
        int[] actions = new int[12];
        for (int n = 0; n < 12; n++) {
          actions[n] = leavesBefore[n] == l ? exit : leavesBefore[n] < l ? 0 : (n + l) % exit;
        }
        step = env.step(actions);
      }
      long[] bitOps = (long[]) step.infos().get("bitOps");
      float[][] logits = (float[][]) step.infos().get("logits");
      for (int n = 0; n < 12; n++) {
        long expected = 64 * spec.fixed().get(0).macs();
        for (int l = 0; l < leavesBefore[n]; l++) {
          int bits = BITS.at((n + l) % exit);
          expected += spec.layer(l).macs() * bits * bits;
        }
        boolean leaves = leavesBefore[n] < LAYERS;
        long end =
            leaves
                ? spec.exitBefore(leavesBefore[n]).orElseThrow().macs()
                : spec.fixed().get(1).macs();
        assertThat(bitOps[n]).as("sample %d", n).isEqualTo(expected + 64 * end);
        assertThat(logits[n]).containsExactly(alone(network, data, n, leavesBefore[n]));
      }
    }
  }

  /** The logits of a sample in a walk of its own that leaves before a layer. */
  private static float[] alone(SuperNetwork network, Dataset data, int sample, int before) {
    byte[] image = new byte[64];
    data.image(sample, image, 0);
    float[] logits = new float[4];
    try (Walk walk = network.open(image, 1)) {
      for (int l = 0; l < LAYERS; l++) {
        walk.step(new int[] {l == before ? Walk.EXIT : BITS.at((sample + l) % BITS.size())});
      }
      walk.logits(logits);
    }
    return logits;
  }
}
