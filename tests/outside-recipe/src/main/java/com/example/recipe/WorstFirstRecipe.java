package com.example.recipe;

import java.util.Arrays;
import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.training.Passes;
import org.arbit.supernet.training.Recipe;
import org.arbit.supernet.training.RecipeProvider;

/** The highest bit-width teaches the one whose last loss was the largest. */
final class WorstFirstRecipe implements Recipe {

  private final RecipeProvider.Context context;
  private final Passes passes;

  /** Of each lower bit-width, in ascending order. */
  private final double[] lastLoss;

  WorstFirstRecipe(RecipeProvider.Context context) {
    this.context = context;
    passes = new Passes(context);
    lastLoss = new double[context.bitWidths().size() - 1];
    Arrays.fill(lastLoss, Double.MAX_VALUE);
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    float[] teacher = passes.probabilities(network, step.labels());
    float[] own = passes.probabilities(network, step.labels());
    Allocation highest = passes.uniform(context.bitWidths().max());
    double loss = passes.plain(network, highest, step.labels(), teacher);
    if (lastLoss.length == 0) {
      return loss;
    }
    int worst = 0;
    for (int i = 1; i < lastLoss.length; i++) {
      worst = lastLoss[i] > lastLoss[worst] ? i : worst;
    }
    Allocation student = passes.uniform(context.bitWidths().at(worst));
    lastLoss[worst] =
        context.on("distillation")
            ? passes.taught(network, student, step.labels(), teacher, own)
            : passes.plain(network, student, step.labels(), own);
    return (loss + lastLoss[worst]) / 2;
  }

  @Override
  public Map<String, double[]> state() {
    return Map.of("lastLoss", lastLoss.clone());
  }

  @Override
  public void restore(Map<String, double[]> state) {
    System.arraycopy(state.get("lastLoss"), 0, lastLoss, 0, lastLoss.length);
  }
}
