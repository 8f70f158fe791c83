package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;

/**
 * Plain training without any quantizer, stem and classifier included: what the architecture can do,
 * to measure the others against. Candidate bit-widths and random allocations are not used; the
 * result has one accuracy, at 32 bits, and cannot be frozen.
 */
final class Fp32Recipe implements Recipe {

  private final Passes passes;
  private final Allocation floats;

  private Fp32Recipe(RecipeProvider.Context context) {
    passes = new Passes(context);
    floats = Allocation.uniform(context.layers(), BitOps.FP32_BITS);
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    float[] own = passes.probabilities(network, step.labels());
    return passes.plain(network, floats, step.labels(), own);
  }

  /** Enters {@code fp32}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "fp32";
    }

    @Override
    public String summary() {
      return "cross-entropy without quantizers, to measure the others against";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of();
    }

    @Override
    public WeightQuantizer.Kind weightQuantizer(Map<String, Double> switches) {
      return WeightQuantizer.Kind.NONE;
    }

    @Override
    public Recipe create(Context context) {
      return new Fp32Recipe(context);
    }
  }
}
