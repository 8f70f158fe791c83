package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * Plain training at every candidate with cross-entropy alone. With one candidate this is a network
 * of one bit-width, to compare the others with.
 */
final class DedicatedRecipe implements Recipe {

  private final RecipeProvider.Context context;
  private final Passes passes;

  private DedicatedRecipe(RecipeProvider.Context context) {
    this.context = context;
    this.passes = new Passes(context);
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    float[] own = passes.probabilities(network, step.labels());
    double loss = 0;
    for (int bits : context.bitWidths().toArray()) {
      loss += passes.plain(network, passes.uniform(bits), step.labels(), own);
    }
    return loss / context.bitWidths().size();
  }

  /** Enters {@code dedicated}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "dedicated";
    }

    @Override
    public String summary() {
      return "cross-entropy at every candidate; with one candidate, a network of one bit-width";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of(SHARED_AFFINE, 1.0);
    }

    @Override
    public Recipe create(Context context) {
      return new DedicatedRecipe(context);
    }
  }
}
