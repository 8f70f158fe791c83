package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.Map;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorStep;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.experiments.export.graph.PolicyEnvironment;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported policy, asked at every layer, does in the environment what the Java one does. */
final class PolicyReplayTest {

  private static final int SAMPLES = 40;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesTheSameBitsAndBitOps(boolean exits) throws OrtException {
    try (Workers workers = new Workers(1)) {
      Dataset data = TinyNetworks.images(TinySources.SHAPE, SAMPLES);
      FrozenNetwork network = TinySources.networkWithHeads(workers);
      PolicyEnvironment environment = TinySources.environment(exits);
      PolicyNetwork policy = TinySources.policy(network, data, environment, Precision.INT8, 49);
      PolicyEpisode expected =
          PolicyEpisode.run(network, policy, environment, data, 0, SAMPLES, 0.02);
      VectorStep last = replay(network, policy, environment, data);
      assertThat(last.infos().get("weightBits")).isEqualTo(expected.weightBits());
      assertThat(last.infos().get("bitOps")).isEqualTo(expected.bitOps());
      boolean anyLeft = false;
      for (int[] bits : expected.weightBits()) {
        anyLeft |= bits[bits.length - 1] == 0;
      }
      assertThat(anyLeft).isEqualTo(exits);
    }
  }

  private static VectorStep replay(
      FrozenNetwork network, PolicyNetwork policy, PolicyEnvironment environment, Dataset data)
      throws OrtException {
    try (BitAllocation env = environment.open(network, data, SAMPLES);
        Onnx model =
            new Onnx(
                PolicyOnnx.model(
                        policy,
                        PolicyOnnxTest.metadata(
                            policy.inputs(), policy.outputs(), network.fingerprint()))
                    .toBytes())) {
      int[] samples = new int[SAMPLES];
      Arrays.setAll(samples, i -> i);
      VectorStep step = env.reset(ResetOptions.seeded(0).withSamples(samples).withLambda(0.02));
      do {
        Map<String, ?> asked =
            Map.of(
                "observation", PolicyOnnxTest.rows(step.observations(), policy.inputs()),
                "mask", PolicyOnnxTest.rows(step.masks(), policy.outputs()));
        long[] choice = (long[]) model.run(asked).get("choice");
        int[] actions = new int[SAMPLES];
        Arrays.setAll(actions, i -> (int) choice[i]);
        step = env.step(actions);
      } while (!step.done(0));
      return step;
    }
  }
}
