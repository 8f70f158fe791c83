package org.arbit.supernet;

import java.util.LinkedHashMap;
import java.util.Map;
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

  private FrozenExample() {}

  static SuperNetwork of(
      Examples example, ImageShape image, int classes, BitWidths candidates, byte[] images) {
    NetworkPlan plan = NetworkPlan.of(example.description(), image, classes);
    WeightQuantizer.Kind kind = WeightQuantizer.Kind.LSQ;
    int samples = images.length / image.size();
    TrainableNetwork network =
        new TrainableNetwork(plan, candidates, false, kind, samples, 8, new Workers(1));
    network.initialize(11);
    network.load(images, samples);
    for (int bits : candidates.toArray()) {
      network.forward(Allocation.uniform(plan.nodes().size(), bits));
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), parameter.value());
    }
    return new FrozenNetwork(plan, candidates, false, kind, values, new Workers(1));
  }
}
