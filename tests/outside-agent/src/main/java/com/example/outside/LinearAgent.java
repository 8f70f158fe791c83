package com.example.outside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Episodes;
import org.arbit.agents.Evaluator;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Policy;
import org.arbit.agents.PolicyEvaluator;
import org.arbit.agents.nn.MaskedCategorical;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;

/** REINFORCE with a linear policy; the baseline is the mean return of all environments. */
final class LinearAgent implements LearningAgent {

  private final AgentContext context;
  private final double stepSize;
  private final SeededRandom random;
  private float[] weights;
  private Episodes episodes;
  private final List<double[]> logs = new ArrayList<>();
  private float[] observations = {};
  private boolean[] masks = {};
  private int[] actions = {};
  private long steps;
  private long updates;

  LinearAgent(AgentContext context, double stepSize) {
    this.context = context;
    this.stepSize = stepSize;
    this.random = new SeededRandom(context.seed());
    this.weights = new float[context.fields() * context.choices()];
    this.episodes = new Episodes(context.lanes());
  }

  @Override
  public String name() {
    return "outside-linear";
  }

  @Override
  public int rollouts() {
    return 1;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void begin() {
    episodes = new Episodes(context.lanes());
    logs.clear();
  }

  @Override
  public int[] act(float[] observed, boolean[] valid) {
    int n = context.lanes();
    double[] now = new double[n * context.choices()];
    policy().logProbabilities(observed, valid, n, now);
    observations = observed;
    masks = valid;
    actions = MaskedCategorical.samples(now, n, context.choices(), random);
    logs.add(now);
    return actions.clone();
  }

  @Override
  public Map<String, Double> observe(VectorStep step) {
    steps += context.lanes();
    episodes.add(observations, masks, actions, step);
    if (!episodes.complete()) {
      return Map.of();
    }
    double gain = update(episodes);
    begin();
    updates++;
    return Map.of("gain", gain);
  }

  /** Moves the weights along the policy gradient; returns the mean return. */
  private double update(Episodes whole) {
    int n = context.lanes();
    int a = context.choices();
    double[][] returns = whole.returns(1);
    double[] change = new double[weights.length];
    for (int t = 0; t < returns.length; t++) {
      Episodes.Row row = whole.rows().get(t);
      double mean = 0;
      int kept = 0;
      for (int i = 0; i < n; i++) {
        mean += returns[t][i];
        kept += row.kept()[i] ? 1 : 0;
      }
      float[] slope = new float[n * a];
      for (int i = 0; i < n; i++) {
        double advantage = row.kept()[i] ? returns[t][i] - mean / kept : 0;
        MaskedCategorical.gradient(
            logs.get(t), i, a, row.actions()[i], advantage / kept, 0, slope);
        for (int k = 0; k < context.fields(); k++) {
          for (int j = 0; j < a; j++) {
            change[k * a + j] += row.observations()[i * context.fields() + k] * slope[i * a + j];
          }
        }
      }
    }
    float[] moved = weights.clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] -= (float) (stepSize * change[k]);
    }
    weights = moved;
    double sum = 0;
    for (double each : returns[0]) {
      sum += each / n;
    }
    return sum;
  }

  @Override
  public Policy policy() {
    return new LinearPolicy(context.fields(), context.choices(), weights);
  }

  @Override
  public Evaluator evaluator() {
    return PolicyEvaluator.of(policy(), context.env());
  }

  @Override
  public AgentState state() {
    return new AgentState()
        .put("weights", weights)
        .put("random", random.state())
        .put("counters", steps, updates);
  }

  @Override
  public void restore(AgentState state) {
    weights = state.floats("weights");
    random.restore(state.number("random"));
    steps = state.longs("counters")[0];
    updates = state.longs("counters")[1];
    begin();
  }
}
