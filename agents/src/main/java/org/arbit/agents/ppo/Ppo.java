package org.arbit.agents.ppo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.ActorCriticAgent;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.Rollout;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.env.SeededRandom;

/**
 * Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347, equation 7): some epochs of
 * mini-batches over each rollout, with the ratio {@code r = pi(action) / pi_old(action)} clipped,
 *
 * <pre>  actor loss  = - mean of min(r A, clip(r, 1 - c, 1 + c) A) - entropy H(pi)
 *   critic loss = mean of 1/2 (V - (A + V_old))^2</pre>
 *
 * <p>The epochs stop where the estimate {@code mean(r - 1 - log r)} of the Kullback-Leibler
 * divergence exceeds 1.5 times {@code targetKl}, as in later public code; the critic's loss is not
 * clipped. Advantages are normalised per mini-batch, not at size 1.
 */
final class Ppo implements ActorCriticAgent.Update {

  private static final double KL_MARGIN = 1.5;

  private final int epochs;
  private final int miniBatches;
  private final double clip;
  private final double targetKl;
  private final double entropyWeight;
  private final boolean normalise;

  Ppo(HyperParameters values) {
    this.epochs = values.integer("epochs");
    this.miniBatches = values.integer("miniBatches");
    this.clip = values.real("clip");
    this.targetKl = values.real("targetKl");
    this.entropyWeight = values.real("entropy");
    this.normalise = values.flag("normaliseAdvantages");
  }

  /** Means over the mini-batches of one update. */
  private static final class Sums {
    int count;
    double policyLoss;
    double valueLoss;
    double entropy;
    double lastKl;
    double clipped;
    double firstRatioError;
    double gradientNorm;
  }

  @Override
  public Map<String, Double> update(ActorCriticAgent.Parts parts, Rollout.Batch batch) {
    int m = batch.size();
    int[] order = new int[m];
    for (int i = 0; i < m; i++) {
      order[i] = i;
    }
    int size = Math.max(1, m / miniBatches);
    Sums sums = new Sums();
    int epoch = 0;
    boolean near = true;
    for (; epoch < epochs && near; epoch++) {
      shuffle(order, parts.random());
      for (int from = 0; from + size <= m && near; from += size) {
        near = miniBatch(parts, Selection.of(batch, order, from, size, parts.choices()), sums);
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("policyLoss", sums.policyLoss / sums.count);
    metrics.put("valueLoss", sums.valueLoss / sums.count);
    metrics.put("entropy", sums.entropy / sums.count);
    metrics.put("approximateKl", sums.lastKl);
    metrics.put("clipFraction", sums.clipped / sums.count);
    metrics.put("firstRatioError", sums.firstRatioError);
    metrics.put("epochs", (double) epoch);
    metrics.put("gradientNorm", sums.gradientNorm / Math.max(1, sums.count));
    return metrics;
  }

  /** Changes the networks by one mini-batch; false if the policy has moved too far. */
  private boolean miniBatch(ActorCriticAgent.Parts parts, Selection part, Sums sums) {
    int m = part.size();
    int a = parts.choices();
    double[] logs = new double[m * a];
    float[] logits = parts.actor().forward(part.observations(), m);
    MaskedCategorical.logProbabilities(logits, part.masks(), m, a, logs);
    double[] advantages = normalise && m > 1 ? normalised(part.advantages()) : part.advantages();
    float[] slope = new float[m * a];
    double kl = 0;
    for (int i = 0; i < m; i++) {
      int action = part.actions()[i];
      double difference = logs[i * a + action] - part.logProbabilities()[i];
      double ratio = StrictMath.exp(difference);
      double advantage = advantages[i];
      boolean cut = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
      double weight = cut ? 0 : advantage * ratio / m;
      MaskedCategorical.gradient(logs, i, a, action, weight, entropyWeight / m, slope);
      double bounded = Math.max(1 - clip, Math.min(1 + clip, ratio));
      sums.policyLoss -= Math.min(ratio * advantage, bounded * advantage) / m;
      sums.entropy += MaskedCategorical.entropy(logs, i, a) / m;
      sums.clipped += Math.abs(ratio - 1) > clip ? 1.0 / m : 0;
      kl += (ratio - 1 - difference) / m;
      if (sums.count == 0) {
        sums.firstRatioError = Math.max(sums.firstRatioError, Math.abs(ratio - 1));
      }
    }
    sums.lastKl = kl;
    if (kl > KL_MARGIN * targetKl) {
      sums.count = Math.max(1, sums.count);
      return false;
    }
    sums.count++;
    parts.actor().backward(slope, m);
    sums.gradientNorm += parts.actor().update(parts.actorOptimiser());
    sums.valueLoss += fitCritic(parts, part);
    return true;
  }

  private static double fitCritic(ActorCriticAgent.Parts parts, Selection part) {
    int m = part.size();
    float[] v = parts.critic().forward(part.observations(), m);
    float[] slope = new float[m];
    double loss = 0;
    for (int i = 0; i < m; i++) {
      double error = v[i] - part.returns()[i];
      slope[i] = (float) (error / m);
      loss += 0.5 * error * error / m;
    }
    parts.critic().backward(slope, m);
    parts.critic().update(parts.criticOptimiser());
    return loss;
  }

  private static double[] normalised(double[] advantages) {
    int m = advantages.length;
    double mean = 0;
    for (double advantage : advantages) {
      mean += advantage / m;
    }
    double square = 0;
    for (double advantage : advantages) {
      square += (advantage - mean) * (advantage - mean) / m;
    }
    double deviation = Math.sqrt(square) + 1e-8;
    double[] normalised = new double[m];
    for (int i = 0; i < m; i++) {
      normalised[i] = (advantages[i] - mean) / deviation;
    }
    return normalised;
  }

  /** Fisher and Yates. */
  private static void shuffle(int[] order, SeededRandom random) {
    for (int k = order.length - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      int kept = order[k];
      order[k] = order[other];
      order[other] = kept;
    }
  }
}
