package org.arbit.env.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;
import org.arbit.env.check.ToyDataset;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.api.Test;

/** On the real engine a sample's episode does not depend on its batch or on the workers. */
class FrozenEngineTest {

  private static final int SAMPLES = 1000;
  private static final int LAYERS = 6;
  private static final BitWidths BITS = BitWidths.of(2, 3, 4, 8);
  private static final NetworkPlan PLAN = NetworkPlan.resnet(new ImageShape(1, 8, 8), 4, 4, 1);

  /** Untrained parameters, with statistics of every bit-width from one pass over random images. */
  private static Map<String, float[]> parameters() {
    int batch = 32;
    TrainableNetwork network =
        new TrainableNetwork(
            PLAN, BITS, false, true, WeightQuantizer.Kind.LSQ, batch, 8, new Workers(1));
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

  private static SuperNetwork network(Map<String, float[]> parameters, int workers) {
    return new FrozenNetwork(
        PLAN, BITS, false, WeightQuantizer.Kind.LSQ, parameters, new Workers(workers));
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
    Map<String, float[]> parameters = parameters();
    SuperNetwork one = network(parameters, 1);
    SuperNetwork two = network(parameters, 2);
    ToyDataset data = ToyDataset.of(one, SAMPLES);
    String[] expected = play(one, data, 256);
    assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(900);
    assertThat(play(one, data, 37)).isEqualTo(expected);
    assertThat(play(two, data, 200)).isEqualTo(expected);
  }
}
