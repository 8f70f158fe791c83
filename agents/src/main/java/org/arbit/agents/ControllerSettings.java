package org.arbit.agents;

import java.util.Arrays;
import java.util.List;
import org.arbit.agents.nn.Precision;
import org.arbit.agents.nn.TrainableNetwork;
import org.arbit.env.SeededRandom;

/**
 * The hyper-parameters that shape a controller, shared by all families: {@code hiddenUnits}, {@code
 * hiddenLayers} and {@code precision}. The default, one layer of 16 units with 8-bit weights and
 * activations, costs 0.2 to 0.6 % of ResNet-8 at 4 bits; two layers of 64 in single precision would
 * cost a third of it and more.
 */
public final class ControllerSettings {

  private ControllerSettings() {}

  /** Returns the declarations. */
  public static List<HyperParameter> parameters() {
    return List.of(
        HyperParameter.integer("hiddenUnits", 16, 1, 512, "units of each hidden layer"),
        HyperParameter.integer("hiddenLayers", 1, 0, 4, "hidden layers of the controller"),
        HyperParameter.choice(
            "precision",
            List.of("int8", "float32"),
            "weights and activations of the controller, in training as well"));
  }

  /**
   * Makes the controller: fields to hidden layers to one score per action.
   *
   * @param outputGain factor on the random weights of the last layer
   */
  public static TrainableNetwork create(
      AgentContext context, HyperParameters values, double outputGain, SeededRandom random) {
    int hidden = values.integer("hiddenLayers");
    int[] sizes = new int[hidden + 2];
    Arrays.fill(sizes, values.integer("hiddenUnits"));
    sizes[0] = context.fields();
    sizes[sizes.length - 1] = context.choices();
    Precision precision =
        values.choice("precision").equals("int8") ? Precision.INT8 : Precision.FLOAT32;
    return new TrainableNetwork(sizes, precision, outputGain, random);
  }
}
