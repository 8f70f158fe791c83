package com.example.recipe;

import java.util.Map;
import org.arbit.supernet.training.Recipe;
import org.arbit.supernet.training.RecipeProvider;

/** Makes {@code worst-first}. */
public final class WorstFirstProvider implements RecipeProvider {

  @Override
  public String name() {
    return "worst-first";
  }

  @Override
  public String summary() {
    return "the highest bits teach those that are worst";
  }

  @Override
  public Map<String, Double> switches() {
    return Map.of(SHARED_AFFINE, 1.0, "distillation", 1.0);
  }

  @Override
  public Recipe create(Context context) {
    return new WorstFirstRecipe(context);
  }
}
