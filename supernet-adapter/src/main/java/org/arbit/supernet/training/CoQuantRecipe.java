package org.arbit.supernet.training;

import java.util.Map;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.TrainableNetwork;

/**
 * The recipe of CoQuant (arXiv 2103.01435): all uniform bit-widths jointly. The teacher of a
 * student is, among all higher bit-widths, the one with the lowest running cross-entropy; and in a
 * student's pass each block runs at the teacher's bits with a probability that falls to 0.
 *
 * <p><b>Interpretation.</b> Rule of choice and schedule are ours: running means with weight 0.1 for
 * the newest batch, and a linear fall.
 */
final class CoQuantRecipe implements Recipe {

  private static final double NEWEST = 0.1;
  private static final String RUNNING_LOSS = "runningLoss";

  private final RecipeProvider.Context context;
  private final Passes passes;
  private final double[] runningLoss;

  private CoQuantRecipe(RecipeProvider.Context context) {
    this.context = context;
    this.passes = new Passes(context);
    runningLoss = new double[context.bitWidths().size()];
  }

  @Override
  public double step(TrainableNetwork network, Step step) {
    BitWidths candidates = context.bitWidths();
    int[] labels = step.labels();
    float[][] outputs = new float[candidates.size()][];
    double total = 0;
    for (int i = candidates.size() - 1; i >= 0; i--) {
      outputs[i] = passes.probabilities(network, labels);
      if (i == candidates.size() - 1) {
        total += passes.plain(network, passes.uniform(candidates.at(i)), labels, outputs[i]);
      } else {
        int teacher = teacher(i);
        Allocation allocation = swapped(i, teacher, step);
        total += pass(network, allocation, labels, outputs[teacher], outputs[i]);
      }
      remember(i, Losses.crossEntropy(outputs[i], labels));
    }
    int passCount = candidates.size() + context.randomAllocations();
    float[] own = passes.probabilities(network, labels);
    for (int r = 0; r < context.randomAllocations(); r++) {
      Allocation allocation = passes.random(step.random());
      total += pass(network, allocation, labels, outputs[candidates.size() - 1], own);
    }
    return total / passCount;
  }

  private double pass(
      TrainableNetwork network, Allocation allocation, int[] labels, float[] teacher, float[] own) {
    return context.on("distillation")
        ? passes.taught(network, allocation, labels, teacher, own)
        : passes.plain(network, allocation, labels, own);
  }

  @Override
  public Map<String, double[]> state() {
    return Map.of(RUNNING_LOSS, runningLoss.clone());
  }

  @Override
  public void restore(Map<String, double[]> state) {
    double[] remembered = state.getOrDefault(RUNNING_LOSS, runningLoss);
    System.arraycopy(remembered, 0, runningLoss, 0, runningLoss.length);
  }

  /** Returns the index of the teacher of {@code student}, which is not the highest. */
  int teacher(int student) {
    int best = context.bitWidths().size() - 1;
    for (int i = best - 1; i > student && context.on("collaborative"); i--) {
      best = runningLoss[i] < runningLoss[best] ? i : best;
    }
    return best;
  }

  void remember(int index, double loss) {
    runningLoss[index] =
        runningLoss[index] == 0 ? loss : (1 - NEWEST) * runningLoss[index] + NEWEST * loss;
  }

  private Allocation swapped(int student, int teacher, Step step) {
    double probability = context.value("swap") * (1 - step.progress());
    int[] bits = new int[context.layers()];
    int block = Integer.MIN_VALUE;
    boolean swap = false;
    for (int l = 0; l < bits.length; l++) {
      NetworkPlan.Node node = context.plan().nodes().get(l);
      if (node.block() != block) {
        block = node.block();
        swap = step.random().nextDouble() < probability;
      }
      bits[l] = context.bitWidths().at(swap ? teacher : student);
    }
    return Allocation.joint(bits);
  }

  /** Enters {@code coquant}. */
  public static final class Provider implements RecipeProvider {

    @Override
    public String name() {
      return "coquant";
    }

    @Override
    public String summary() {
      return "the best higher bit-width teaches, and lends its blocks (2103.01435)";
    }

    @Override
    public Map<String, Double> switches() {
      return Map.of(SHARED_AFFINE, 1.0, "distillation", 1.0, "collaborative", 1.0, "swap", 0.5);
    }

    @Override
    public CoQuantRecipe create(Context context) {
      return new CoQuantRecipe(context);
    }
  }
}
