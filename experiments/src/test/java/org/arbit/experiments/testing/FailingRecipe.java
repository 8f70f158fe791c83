package org.arbit.experiments.testing;

import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.training.Recipe;
import org.arbit.supernet.training.RecipeProvider;

/** Learns nothing for three steps, and has no number for a loss in the fourth. */
public final class FailingRecipe implements Recipe {

  private final RecipeProvider.Context context;
  private int steps;

  private FailingRecipe(RecipeProvider.Context context) {
    this.context = context;
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    int highest = context.bitWidths().max();
    float[] logits = network.forward(Allocation.uniform(context.layers(), highest));
    network.backward(new float[logits.length]);
    return ++steps == 4 ? Double.NaN : 1;
  }

  /** Enters {@code failing}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String summary() {
      return "breaks down in step 4";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of();
    }

    @Override
    public Recipe create(Context context) {
      return new FailingRecipe(context);
    }
  }
}
