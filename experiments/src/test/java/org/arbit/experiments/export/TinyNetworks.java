package org.arbit.experiments.export;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.agents.nn.PolicyLayer;
import org.arbit.agents.nn.PolicyNetwork;
import org.arbit.agents.nn.Precision;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.ArrayDataset;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.network.Block;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.network.Pool;
import org.arbit.supernet.network.Shortcut;
import org.arbit.supernet.network.Stage;
import org.arbit.supernet.network.Stem;

/** Small networks, policies and images, untrained: what counts is that numbers agree. */
final class TinyNetworks {

  private TinyNetworks() {}

  /** Returns images of smooth noise, of different contrast. */
  static Dataset images(ImageShape shape, int count) {
    Random random = new Random(5);
    byte[] pixels = new byte[count * shape.size()];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 5);
      double contrast = random.nextDouble();
      for (int p = 0; p < shape.size(); p++) {
        double wave = Math.sin(p * (0.1 + 0.2 * labels[i])) + 0.4 * random.nextGaussian();
        pixels[i * shape.size() + p] =
            (byte) Math.max(0, Math.min(255, 128 + 120 * contrast * wave));
      }
    }
    return new ArrayDataset("noise", shape, 5, pixels, labels, null);
  }

  /** Returns a frozen residual network whose statistics and steps come from some images. */
  static FrozenNetwork network(
      ImageShape shape, int width, BitWidths bits, boolean separate, Workers workers) {
    return network(shape, width, bits, separate, WeightQuantizer.Kind.LSQ, workers);
  }

  /** Returns a frozen residual network whose weights are quantized in a given way. */
  static FrozenNetwork network(
      ImageShape shape,
      int width,
      BitWidths bits,
      boolean separate,
      WeightQuantizer.Kind kind,
      Workers workers) {
    return network(Networks.resnet(width, 1), shape, bits, separate, kind, workers);
  }

  /**
   * Returns a network with projections, both poolings, depthwise and dense layers, and a kernel of
   * 5 pixels.
   */
  static NetworkDescription everyKind() {
    return new NetworkDescription(
        "every-kind",
        new Stem(4, 3, 1),
        Shortcut.PROJECTION,
        List.of(
            Stage.of(Block.RESIDUAL, 1, 6, 2).then(Pool.MAX),
            Stage.of(Block.SEPARABLE, 1, 8, 1),
            new Stage(Block.PLAIN, 1, 5, 5, 1, Pool.AVERAGE),
            Stage.of(Block.DENSE, 2, 9, 1)),
        Exits.NONE);
  }

  /** Returns a frozen network of any kind. */
  static FrozenNetwork network(
      NetworkDescription network,
      ImageShape shape,
      BitWidths bits,
      boolean separate,
      WeightQuantizer.Kind kind,
      Workers workers) {
    NetworkPlan plan = NetworkPlan.of(network, shape, 5);
    TrainableNetwork trainable = new TrainableNetwork(plan, bits, separate, kind, 32, 16, workers);
    trainable.initialize(3);
    Dataset data = images(shape, 32);
    byte[] pixels = new byte[32 * shape.size()];
    for (int i = 0; i < 32; i++) {
      data.image(i, pixels, i * shape.size());
    }
    trainable.load(pixels, 32);
    int layers = plan.nodes().size();
    for (int w : bits.toArray()) {
      for (int a : bits.toArray()) {
        if (w == a || separate) {
          int[] weightBits = new int[layers];
          int[] activationBits = new int[layers];
          Arrays.fill(weightBits, w);
          Arrays.fill(activationBits, a);
          trainable.forward(Allocation.separate(weightBits, activationBits));
        }
      }
    }
    return new FrozenNetwork(plan, bits, separate, kind, parameters(trainable), workers);
  }

  private static Map<String, float[]> parameters(TrainableNetwork trainable) {
    Map<String, float[]> parameters = new HashMap<>();
    for (Parameter parameter : trainable.parameters()) {
      parameters.put(parameter.name(), parameter.value().clone());
    }
    return parameters;
  }

  /**
   * Returns a policy of one hidden layer with random weights.
   *
   * @param observations rows like those that it will see, so that it tells them apart
   */
  static PolicyNetwork policy(
      Precision precision, float[] observations, int fields, int actions, long seed) {
    Random random = new Random(seed);
    boolean codes = precision == Precision.INT8;
    float[] offset = new float[fields];
    float[] gain = new float[fields];
    int rows = observations.length / fields;
    for (int i = 0; i < fields; i++) {
      double sum = 0;
      double squares = 0;
      for (int n = 0; n < rows; n++) {
        double x = observations[n * fields + i];
        sum += x;
        squares += x * x;
      }
      double deviation = Math.sqrt(Math.max(0, squares / rows - sum * sum / rows / rows));
      offset[i] = (float) (sum / rows);
      gain[i] = deviation < 1e-4 ? 0 : (float) (1 / deviation);
    }
    return new PolicyNetwork(
        precision,
        new InputNormaliser(offset, gain),
        List.of(
            layer(codes, fields, 16, PolicyLayer.Activation.CLIPPED_RELU, random),
            layer(codes, 16, actions, PolicyLayer.Activation.LINEAR, random)));
  }

  private static PolicyLayer layer(
      boolean codes, int inputs, int outputs, PolicyLayer.Activation activation, Random random) {
    float[] weights = new float[inputs * outputs];
    float[] scales = new float[outputs];
    float[] biases = new float[outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] =
          codes ? random.nextInt(255) - 127 : (float) (random.nextGaussian() / Math.sqrt(inputs));
    }
    for (int j = 0; j < outputs; j++) {
      scales[j] = codes ? 0.0001f * (1 + random.nextFloat()) : 1;
      biases[j] = 0.1f * (float) random.nextGaussian();
    }
    return new PolicyLayer(inputs, outputs, weights, scales, biases, activation);
  }
}
