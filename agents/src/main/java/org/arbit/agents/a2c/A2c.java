package org.arbit.agents.a2c;

import java.util.LinkedHashMap;
import java.util.Map;
import org.arbit.agents.ActorCriticAgent;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.Rollout;
import org.arbit.agents.nn.MaskedCategorical;

/**
 * Synchronous advantage actor-critic (Mnih et al. 2016, arXiv 1602.01783, section 4, without the
 * asynchrony): one step of each optimiser per rollout,
 *
 * <pre>  actor loss  = - mean of A log pi(action) - entropy H(pi)
 *   critic loss = mean of 1/2 (V - (A + V_old))^2</pre>
 *
 * <p>Deviations: advantages by generalised estimation, divided by their root mean square if wanted;
 * Adam in place of RMSProp.
 */
final class A2c implements ActorCriticAgent.Update {

  private final double entropyWeight;
  private final boolean normalise;

  A2c(HyperParameters values) {
    this.entropyWeight = values.real("entropy");
    this.normalise = values.flag("normaliseAdvantages");
  }

  @Override
  public Map<String, Double> update(ActorCriticAgent.Parts parts, Rollout.Batch batch) {
    int m = batch.size();
    int a = parts.choices();
    double square = 0;
    for (double advantage : batch.advantages()) {
      square += advantage * advantage / m;
    }
    double scale = normalise && m > 1 ? Math.sqrt(square) + 1e-8 : 1;
    double[] logs = new double[m * a];
    float[] logits = parts.actor().forward(batch.observations(), m);
    MaskedCategorical.logProbabilities(logits, batch.masks(), m, a, logs);
    float[] slope = new float[m * a];
    float[] v = parts.critic().forward(batch.observations(), m);
    float[] valueSlope = new float[m];
    double policyLoss = 0;
    double valueLoss = 0;
    double entropySum = 0;
    for (int i = 0; i < m; i++) {
      double advantage = batch.advantages()[i] / scale;
      int action = batch.actions()[i];
      MaskedCategorical.gradient(logs, i, a, action, advantage / m, entropyWeight / m, slope);
      double error = v[i] - (batch.advantages()[i] + batch.values()[i]);
      valueSlope[i] = (float) (error / m);
      policyLoss -= advantage * logs[i * a + action] / m;
      valueLoss += 0.5 * error * error / m;
      entropySum += MaskedCategorical.entropy(logs, i, a) / m;
    }
    parts.actor().backward(slope, m);
    parts.critic().backward(valueSlope, m);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("policyLoss", policyLoss);
    metrics.put("valueLoss", valueLoss);
    metrics.put("entropy", entropySum);
    metrics.put("gradientNorm", parts.actor().update(parts.actorOptimiser()));
    parts.critic().update(parts.criticOptimiser());
    return metrics;
  }
}
