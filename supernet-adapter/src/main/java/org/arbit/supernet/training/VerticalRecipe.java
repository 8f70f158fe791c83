package org.arbit.supernet.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;

/**
 * The recipe of vertical layering (arXiv 2212.05326): one integer tensor per layer from which every
 * lower precision is cascaded, all uniform bit-widths trained at once, and their gradients on the
 * shared weights balanced by MGDA: the convex combination of least norm, times their number.
 * Parameters of one bit-width take their own gradient, and so does the stem, whose output all
 * passes share. With the switch {@code mgda} off, gradients add up.
 */
final class VerticalRecipe implements Recipe {

  private final RecipeProvider.Context context;
  private final Passes passes;

  private VerticalRecipe(RecipeProvider.Context context) {
    this.context = context;
    this.passes = new Passes(context);
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    BitWidths candidates = context.bitWidths();
    List<Parameter> shared =
        network.parameters().stream()
            .filter(p -> p.group() == Parameter.Group.WEIGHT && !p.name().startsWith("stem"))
            .toList();
    int passCount = candidates.size() + context.randomAllocations();
    float[][] gradients = new float[passCount][];
    float[] own = passes.probabilities(network, step.labels());
    double loss = 0;
    for (int i = 0; i < passCount; i++) {
      var allocation =
          i < candidates.size() ? passes.uniform(candidates.at(i)) : passes.random(step.random());
      loss += passes.plain(network, allocation, step.labels(), own);
      gradients[i] = take(shared);
    }
    double[] weights = weights(gradients);
    int at = 0;
    for (Parameter parameter : shared) {
      for (int k = 0; k < parameter.gradient().length; k++, at++) {
        double sum = 0;
        for (int i = 0; i < passCount; i++) {
          sum += weights[i] * gradients[i][at];
        }
        parameter.gradient()[k] = (float) sum;
      }
    }
    return loss / passCount;
  }

  private double[] weights(float[][] gradients) {
    double[] weights = new double[gradients.length];
    Arrays.fill(weights, 1);
    if (!context.on("mgda")) {
      return weights;
    }
    double[][] gram = new double[gradients.length][gradients.length];
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k < gradients[i].length; k++) {
          product += (double) gradients[i][k] * gradients[j][k];
        }
        gram[i][j] = product;
        gram[j][i] = product;
      }
    }
    double[] simplex = MinimumNorm.weights(gram);
    Arrays.setAll(weights, i -> simplex[i] * weights.length);
    return weights;
  }

  /** Copies the gradients of the shared weights into one vector, and sets them to zero. */
  private static float[] take(List<Parameter> shared) {
    int length = shared.stream().mapToInt(p -> p.gradient().length).sum();
    float[] taken = new float[length];
    int at = 0;
    for (Parameter parameter : shared) {
      System.arraycopy(parameter.gradient(), 0, taken, at, parameter.gradient().length);
      Arrays.fill(parameter.gradient(), 0);
      at += parameter.gradient().length;
    }
    return taken;
  }

  /** Enters {@code vertical}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "vertical";
    }

    @Override
    public String summary() {
      return "one integer tensor holds all precisions, balanced by MGDA (2212.05326)";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of(SHARED_AFFINE, 1.0, "cascade", 1.0, "mgda", 1.0);
    }

    @Override
    public WeightQuantizer.Kind weightQuantizer(Map<String, Double> switches) {
      return switches.getOrDefault("cascade", 1.0) != 0
          ? WeightQuantizer.Kind.CASCADE
          : WeightQuantizer.Kind.LSQ;
    }

    @Override
    public Recipe create(Context context) {
      return new VerticalRecipe(context);
    }
  }
}
