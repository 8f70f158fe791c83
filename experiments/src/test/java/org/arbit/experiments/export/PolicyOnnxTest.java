package org.arbit.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.arbit.agents.NetworkPolicy;
import org.arbit.agents.Policy;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.PolicyLayer;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.experiments.export.onnx.OnnxModel;
import org.arbit.supernet.BitWidths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyOnnxTest {

  private static final int FIELDS = 30;
  private static final int ACTIONS = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 1000})
  void scoresOf8BitsAreTheSameBitForBit(int batch) throws Exception {
    PolicyNetwork network = network(Precision.INT8, new Random(1), FIELDS, 16, ACTIONS);
    Comparison all = compare(network, batch, 1000 / batch + 1, new Random(batch));
    assertThat(all.samples).isGreaterThanOrEqualTo(1000);
    assertThat(all.otherChoices).isZero();
    assertThat(all.greatestDifference).isZero();
  }

  @Test
  void scoresOf8BitsAreTheSameForManyNetworks() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      PolicyNetwork network =
          network(Precision.INT8, new Random(seed), 7 + seed, 16, 5 + seed, 2 + seed % 4);
      Comparison all = compare(network, 17, 6, new Random(seed));
      assertThat(all.otherChoices).isZero();
      assertThat(all.greatestDifference).isZero();
    }
  }

  @Test
  void choicesInSinglePrecisionDifferOnlyWhereScoresAreNearlyEqual() throws Exception {
    PolicyNetwork network = network(Precision.FLOAT32, new Random(2), FIELDS, 64, 64, ACTIONS);
    Comparison all = compare(network, 17, 60, new Random(3));
    assertThat(all.greatestDifference).isLessThan(1e-5);
    assertThat(all.otherChoices).isLessThanOrEqualTo(all.nearTies);
  }

  @Test
  void takesTheFirstOfEqualScoresAndTheOnlyValidAction() throws Exception {
    PolicyLayer same =
        new PolicyLayer(1, 3, new float[3], ones(3), new float[3], PolicyLayer.Activation.LINEAR);
    PolicyNetwork network =
        new PolicyNetwork(Precision.INT8, InputNormaliser.identity(1), List.of(same));
    try (Onnx onnx = new Onnx(PolicyOnnx.model(network, metadata(1, 3)).toBytes())) {
      boolean[][] masks = {{true, true, true}, {false, true, true}, {false, false, true}};
      Map<String, Object> out =
          onnx.run(Map.of("observation", new float[][] {{1}, {2}, {3}}, "mask", masks));
      assertThat((long[]) out.get("choice")).containsExactly(0, 1, 2);
      assertThat(((float[][]) out.get("scores"))[2]).containsExactly(-1e30f, -1e30f, 0);
    }
  }

  @Test
  void declaresItsInputsAndWhatItBelongsTo() throws Exception {
    PolicyNetwork network = network(Precision.INT8, new Random(1), FIELDS, 16, ACTIONS);
    PolicyMetadata metadata = metadata(FIELDS, ACTIONS);
    try (Onnx onnx = new Onnx(PolicyOnnx.model(network, metadata).toBytes())) {
      assertThat(onnx.session().getInputNames()).containsExactlyInAnyOrder("observation", "mask");
      assertThat(onnx.session().getOutputNames()).containsExactly("choice", "scores");
      Map<String, String> entries = onnx.session().getMetadata().getCustomMetadata();
      assertThat(entries)
          .containsEntry("arbit.environment", "BitAllocation-v1")
          .containsEntry("arbit.supernetSha256", "cafe")
          .containsEntry("arbit.bitWidths", "[2,3,4,8]")
          .containsEntry("arbit.schema", "1");
      assertThat(entries.get("arbit.fields")).contains("\"name\":\"layer.f0\"");
    }
  }

  @Test
  void writesBothFiles(@TempDir Path folder) throws Exception {
    PolicyNetwork network = network(Precision.INT8, new Random(1), FIELDS, 16, ACTIONS);
    PolicyOnnx.write(network, metadata(FIELDS, ACTIONS), folder);
    JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("policy.json")));
    assertThat(json.get("actions")).hasSize(4);
    assertThat(json.get("fields")).hasSize(FIELDS);
    assertThat(json.get("tradeOff").doubleValue()).isEqualTo(0.03);
    assertThat(Files.readAllBytes(folder.resolve("policy.onnx")))
        .isEqualTo(PolicyOnnx.model(network, metadata(FIELDS, ACTIONS)).toBytes());
  }

  @Test
  void refusesADescriptionOfAnotherNetwork() {
    PolicyNetwork network = network(Precision.INT8, new Random(1), FIELDS, 16, ACTIONS);
    assertThatThrownBy(() -> PolicyOnnx.model(network, metadata(FIELDS - 1, ACTIONS)))
        .hasMessage("The description names 29 fields, but the network has 30.");
  }

  static OnnxModel anyModel() {
    PolicyNetwork network = network(Precision.INT8, new Random(1), FIELDS, 16, ACTIONS);
    return PolicyOnnx.model(network, metadata(FIELDS, ACTIONS));
  }

  private static final class Comparison {
    int samples;
    int otherChoices;
    int nearTies;
    double greatestDifference;
  }

  private static Comparison compare(PolicyNetwork network, int batch, int batches, Random random)
      throws Exception {
    Policy policy = NetworkPolicy.softmax(network);
    Comparison all = new Comparison();
    int d = network.inputs();
    int a = network.outputs();
    byte[] model = PolicyOnnx.model(network, metadata(d, a)).toBytes();
    try (Onnx onnx = new Onnx(model)) {
      for (int b = 0; b < batches; b++) {
        float[] observations = new float[batch * d];
        boolean[] masks = new boolean[batch * a];
        for (int i = 0; i < observations.length; i++) {
          observations[i] = (float) (2 * random.nextGaussian());
        }
        for (int n = 0; n < batch; n++) {
          for (int k = 0; k < a; k++) {
            masks[n * a + k] = random.nextInt(3) > 0;
          }
          masks[n * a + random.nextInt(a)] = true;
        }
        float[] expected = new float[batch * a];
        network.scores(observations, batch, expected);
        int[] choices = policy.act(observations, masks, batch);
        Map<String, Object> out =
            onnx.run(Map.of("observation", rows(observations, d), "mask", rows(masks, a)));
        long[] chosen = (long[]) out.get("choice");
        float[][] scores = (float[][]) out.get("scores");
        for (int n = 0; n < batch; n++) {
          count(all, expected, masks, scores[n], n, chosen[n] != choices[n]);
        }
      }
    }
    return all;
  }

  private static void count(
      Comparison all, float[] expected, boolean[] masks, float[] scores, int n, boolean other) {
    int a = scores.length;
    all.samples++;
    all.otherChoices += other ? 1 : 0;
    List<Float> valid = new ArrayList<>();
    for (int k = 0; k < a; k++) {
      if (masks[n * a + k]) {
        valid.add(expected[n * a + k]);
        all.greatestDifference =
            Math.max(all.greatestDifference, Math.abs(scores[k] - expected[n * a + k]));
      } else {
        assertThat(scores[k]).isEqualTo(-1e30f);
      }
    }
    valid.sort(null);
    int last = valid.size() - 1;
    all.nearTies += last > 0 && valid.get(last) - valid.get(last - 1) < 1e-5 ? 1 : 0;
  }

  static float[][] rows(float[] values, int width) {
    return IntStream.range(0, values.length / width)
        .mapToObj(n -> Arrays.copyOfRange(values, n * width, (n + 1) * width))
        .toArray(float[][]::new);
  }

  static boolean[][] rows(boolean[] values, int width) {
    return IntStream.range(0, values.length / width)
        .mapToObj(n -> Arrays.copyOfRange(values, n * width, (n + 1) * width))
        .toArray(boolean[][]::new);
  }

  private static PolicyNetwork network(Precision precision, Random random, int... widths) {
    boolean codes = precision == Precision.INT8;
    float[] offset = new float[widths[0]];
    float[] gain = new float[widths[0]];
    for (int i = 0; i < widths[0]; i++) {
      offset[i] = (float) random.nextGaussian();
      gain[i] = i == 0 ? 0 : (float) Math.exp(random.nextGaussian());
    }
    List<PolicyLayer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      float[] weights = new float[widths[l - 1] * widths[l]];
      float[] scales = ones(widths[l]);
      float[] biases = new float[widths[l]];
      for (int i = 0; i < weights.length; i++) {
        weights[i] =
            codes ? random.nextInt(255) - 127 : (float) (random.nextGaussian() / widths[l]);
      }
      for (int j = 0; j < widths[l]; j++) {
        scales[j] = codes ? (float) (0.0004 * Math.exp(random.nextGaussian())) : 1;
        biases[j] = (float) random.nextGaussian();
      }
      layers.add(
          new PolicyLayer(
              widths[l - 1],
              widths[l],
              weights,
              scales,
              biases,
              l == widths.length - 1
                  ? PolicyLayer.Activation.LINEAR
                  : PolicyLayer.Activation.CLIPPED_RELU));
    }
    return new PolicyNetwork(precision, new InputNormaliser(offset, gain), layers);
  }

  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static PolicyMetadata metadata(int fields, int actions) {
    return metadata(fields, actions, "cafe");
  }

  static PolicyMetadata metadata(int fields, int actions, String supernet) {
    return new PolicyMetadata(
        "BitAllocation-v1",
        "dqn",
        IntStream.range(0, fields)
            .mapToObj(i -> new PolicyMetadata.Field(i, "layer.f" + i, "share", 0, 1))
            .toList(),
        IntStream.range(0, actions).mapToObj(Integer::toString).toList(),
        BitWidths.of(2, 3, 4, 8),
        supernet,
        0.03,
        1234,
        new TreeMap<>(Map.of("arbit", "0.1.0")));
  }
}
