package org.arbit.supernet.training;

import java.util.Arrays;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * One pass at the highest bits; in the step of the switch {@code step}, something in layer
 * block1.conv1 stops being a number: what the switch {@code what} says.
 */
public final class PoisonRecipe implements Recipe {

  static final double LOSS = 1;
  static final double GRADIENT = 2;
  static final double SCALE = 3;
  static final double STATISTIC = 4;

  /** Breaks nothing, but sets the weights of the classifier to zero. */
  static final double FORGET = 5;

  private final RecipeProvider.Context context;
  private final Passes passes;
  private int done;

  private PoisonRecipe(RecipeProvider.Context context) {
    this.context = context;
    this.passes = new Passes(context);
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    done++;
    boolean now = done == context.value("step");
    double what = context.value("what");
    if (now && what == SCALE) {
      float[] scale = parameter(network, "norm_scale").value();
      scale[scale.length - 1] = Float.NaN;
    }
    float[] own = passes.probabilities(network, step.labels());
    Allocation highest = passes.uniform(context.bitWidths().max());
    double loss = passes.plain(network, highest, step.labels(), own);
    if (now && what == GRADIENT) {
      parameter(network, "weight").gradient()[5] = Float.NEGATIVE_INFINITY;
    }
    if (now && what == FORGET) {
      for (Parameter parameter : network.parameters()) {
        if (parameter.name().equals("classifier.weight")) {
          Arrays.fill(parameter.value(), 0);
        }
      }
    }
    if (now && what == STATISTIC) {
      parameter(network, "norm_mean").value()[0] = Float.POSITIVE_INFINITY;
    }
    return now && what == LOSS ? Double.NaN : loss;
  }

  private static Parameter parameter(TrainableNetwork network, String name) {
    return network.parameters().stream()
        .filter(parameter -> parameter.name().equals("block1.conv1." + name))
        .findFirst()
        .orElseThrow();
  }

  /** Enters {@code poison}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "poison";
    }

    @Override
    public String summary() {
      return "breaks down in a given step";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of("step", 0.0, "what", LOSS);
    }

    @Override
    public double largest(String name) {
      return 100;
    }

    @Override
    public Recipe create(Context context) {
      return new PoisonRecipe(context);
    }
  }
}
