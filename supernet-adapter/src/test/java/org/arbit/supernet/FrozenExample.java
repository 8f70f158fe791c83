package org.arbit.supernet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.arbit.supernet.data.ImageShape;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Examples;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;

/** A frozen network that has seen some images, so that its statistics fit them. */
final class FrozenExample {

  static final ImageShape IMAGE = new ImageShape(2, 12, 12);
  static final int CLASSES = 3;
  static final BitWidths BITS = BitWidths.of(2, 4, 8);

  /** Numbers that describe the input of a layer of these networks. */
  static final int FIELDS = 18;

  private FrozenExample() {}

  /** Returns random images of the shape of {@link #IMAGE}. */
  static byte[] images(int samples, long seed) {
    byte[] images = new byte[samples * IMAGE.size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  /** Returns a network of these images, classes and bit-widths. */
  static SuperNetwork of(Examples example, byte[] images) {
    NetworkPlan plan = NetworkPlan.of(example.description(), IMAGE, CLASSES);
    WeightQuantizer.Kind kind = WeightQuantizer.Kind.LSQ;
    int samples = images.length / IMAGE.size();
    TrainableNetwork network =
        new TrainableNetwork(plan, BITS, false, kind, samples, 8, new Workers(1));
    network.initialize(11);
    network.load(images, samples);
    for (int bits : BITS.toArray()) {
      network.forward(Allocation.uniform(plan.nodes().size(), bits));
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), parameter.value());
    }
    return new FrozenNetwork(plan, BITS, false, kind, values, new Workers(1));
  }
}
