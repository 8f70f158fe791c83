package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;

/**
 * The recipe of ABN (arXiv 2204.09992): a pass at the highest bit-width with cross-entropy, whose
 * output teaches the smallest allocation and some random layer-wise ones, each with half
 * cross-entropy and half KL(p_max || p). Gradients of all passes add up with weight 1.
 *
 * <p><b>Interpretation.</b> The paper leaves the number of random allocations and the weights of
 * the losses open; both follow later public code of its first author.
 */
final class AbnRecipe implements Recipe {

  private final RecipeProvider.Context context;
  private final Passes passes;

  private AbnRecipe(RecipeProvider.Context context) {
    this.context = context;
    this.passes = new Passes(context);
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    int[] labels = step.labels();
    float[] teacher = passes.probabilities(network, labels);
    float[] own = passes.probabilities(network, labels);
    double loss = passes.plain(network, passes.uniform(context.bitWidths().max()), labels, teacher);
    int students = context.on("smallest") ? 1 + context.randomAllocations() : 0;
    for (int i = 0; i < Math.max(students, context.randomAllocations()); i++) {
      var allocation =
          i == 0 && context.on("smallest")
              ? passes.uniform(context.bitWidths().min())
              : passes.random(step.random());
      loss +=
          context.on("distillation")
              ? passes.taught(network, allocation, labels, teacher, own)
              : passes.plain(network, allocation, labels, own);
    }
    return loss / (1 + Math.max(students, context.randomAllocations()));
  }

  /** Enters {@code abn}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "abn";
    }

    @Override
    public String summary() {
      return "highest bits teach the smallest and random layer-wise allocations (2204.09992)";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of("distillation", 1.0, "smallest", 1.0, SHARED_AFFINE, 1.0);
    }

    @Override
    public Recipe create(Context context) {
      return new AbnRecipe(context);
    }
  }

  /**
   * Enters {@code hotswap} (arXiv 2105.01353): the same passes, with weights that go through a
   * wavelet decomposition before they are quantized.
   */
  public static final class HotSwapProvider implements RecipeProvider {

    @Override
    public String name() {
      return "hotswap";
    }

    @Override
    public String summary() {
      return "wavelet bands of the weights with a gain per bit-width (2105.01353)";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of("distillation", 1.0, "smallest", 1.0, SHARED_AFFINE, 1.0, "wavelet", 1.0);
    }

    @Override
    public WeightQuantizer.Kind weightQuantizer(Map<String, Double> switches) {
      int levels = (int) Math.ceil(switches.getOrDefault("wavelet", 1.0));
      return switch (levels) {
        case 0 -> WeightQuantizer.Kind.LSQ;
        case 1 -> WeightQuantizer.Kind.HAAR;
        case 2 -> WeightQuantizer.Kind.HAAR2;
        default -> WeightQuantizer.Kind.HAAR3;
      };
    }

    /** {@code wavelet} is the number of levels. */
    @Override
    public double largest(String name) {
      return name.equals("wavelet") ? 3 : 1;
    }

    @Override
    public Recipe create(Context context) {
      return new AbnRecipe(context);
    }
  }
}
