package org.arbit.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.arbit.agents.nn.InputNormaliser;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorStep;

/**
 * What learners with a controller network share: the warm-up ({@link WarmUp}), the soft budget
 * ({@link SoftBudget}), counting, saving, and going back to the last good networks where an update
 * fails. A family says how it explores and how it learns.
 */
public abstract class NetworkLearner implements LearningAgent {

  private final String name;
  private final AgentContext context;
  private final int rollouts;
  private final SeededRandom random;
  private final WarmUp warmUp;
  private final SoftBudget budget;
  private float[] observations = {};
  private boolean[] masks = {};
  private int[] actions = {};
  private long steps;
  private long updates;
  private boolean learning;

  /**
   * Creates a learner in its warm-up.
   *
   * @param values with those of {@link #parameters()}
   * @param rollouts environments per sample
   */
  protected NetworkLearner(
      String name, AgentContext context, HyperParameters values, int rollouts) {
    if (context.lanes() % rollouts != 0) {
      throw new IllegalArgumentException(
          context.lanes()
              + " environments cannot be divided into groups of "
              + rollouts
              + ". Maybe change rollouts?");
    }
    this.name = name;
    this.context = context;
    this.rollouts = rollouts;
    this.random = new SeededRandom(context.seed());
    this.warmUp = new WarmUp(context, values.integer("warmUpSteps"));
    this.budget = new SoftBudget(context.lanes(), values);
  }

  /** Returns the hyper-parameters that are shared: {@code warmUpSteps} and the soft budget. */
  public static List<HyperParameter> parameters() {
    List<HyperParameter> all = new ArrayList<>();
    all.add(
        HyperParameter.integer(
            "warmUpSteps", 8192, 1, 1_000_000_000, "random steps that fit the input normaliser"));
    all.addAll(SoftBudget.parameters());
    return List.copyOf(all);
  }

  /** Returns a valid action per environment; the arguments are those of {@link #act}. */
  protected abstract int[] explore(float[] observations, boolean[] masks);

  /** Takes in a step of the warm-up, whose actions were drawn uniformly among the valid ones. */
  protected void warm(Experience experience) {}

  /** Gives the networks their input normaliser, at the end of the warm-up. */
  protected abstract void normalise(InputNormaliser normaliser);

  /** Takes in a step; returns the metrics of {@link #attempt} if it has learnt, otherwise empty. */
  protected abstract Map<String, Double> learn(Experience experience);

  /** Forgets what is pending of episodes. */
  protected abstract void forget();

  /** Returns networks and optimisers: all that an update changes. */
  protected abstract AgentState networks();

  /** Goes back to saved networks and optimisers. */
  protected abstract void restoreNetworks(AgentState state);

  /** Returns what is remembered beside networks and optimisers. */
  protected AgentState memory() {
    return new AgentState();
  }

  /** Goes back to a saved memory. */
  protected void restoreMemory(AgentState state) {}

  /** Returns what it was made for. */
  protected final AgentContext context() {
    return context;
  }

  /** Returns the generator of all its random numbers. */
  protected final SeededRandom random() {
    return random;
  }

  /** Returns the price of a soft budget now, 0 where there is none. */
  protected final double multiplier() {
    return budget.multiplier();
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int rollouts() {
    return rollouts;
  }

  @Override
  public final long steps() {
    return steps;
  }

  @Override
  public final long updates() {
    return updates;
  }

  @Override
  public final void begin() {
    budget.clear();
    forget();
  }

  @Override
  public final int[] act(float[] observed, boolean[] valid) {
    observations = observed;
    masks = valid;
    learning = !warmUp.running();
    actions =
        learning ? explore(observed, valid) : warmUp.act(observed, valid, context.lanes(), random);
    return actions.clone();
  }

  @Override
  public final Map<String, Double> observe(VectorStep step) {
    steps += context.lanes();
    checkFinite(step.rewards());
    Experience experience =
        new Experience(observations, masks, actions, step.rewards(), budget.costs(step), step);
    if (!learning) {
      warm(experience);
      budget.forget();
      if (!warmUp.running()) {
        normalise(warmUp.normaliser());
      }
      return Map.of();
    }
    Map<String, Double> metrics = learn(experience);
    budget.adapt();
    return metrics;
  }

  private static void checkFinite(double[] rewards) {
    for (int i = 0; i < rewards.length; i++) {
      if (!Double.isFinite(rewards[i])) {
        throw new ArithmeticException(
            "The reward of environment "
                + i
                + " is "
                + rewards[i]
                + ", but must be finite. Maybe check the reward terms?");
      }
    }
  }

  /**
   * Counts an update and returns its metrics, with those of the soft budget.
   *
   * @param update changes networks and optimisers
   * @throws ArithmeticException if it found something that is not finite; networks, optimisers and
   *     random numbers are as before
   */
  protected final Map<String, Double> attempt(Supplier<Map<String, Double>> update) {
    AgentState good = networks();
    long drawn = random.state();
    Map<String, Double> metrics;
    try {
      metrics = new LinkedHashMap<>(update.get());
    } catch (ArithmeticException e) {
      restoreNetworks(good);
      random.restore(drawn);
      throw e;
    }
    updates++;
    if (budget.active()) {
      metrics.put("multiplier", budget.multiplier());
      metrics.put("meanBitOps", budget.meanBitOps());
    }
    return metrics;
  }

  @Override
  public final Evaluator evaluator() {
    return PolicyEvaluator.of(policy(), context.env());
  }

  @Override
  public final AgentState state() {
    return new AgentState()
        .put("random", random.state())
        .put("steps", steps)
        .put("updates", updates)
        .putAll("warmUp", warmUp.state())
        .putAll("softBudget", budget.state())
        .putAll("networks", networks())
        .putAll("memory", memory());
  }

  @Override
  public final void restore(AgentState state) {
    restoreNetworks(state.part("networks"));
    restoreMemory(state.part("memory"));
    warmUp.restore(state.part("warmUp"));
    budget.restore(state.part("softBudget"));
    random.restore(state.number("random"));
    steps = state.number("steps");
    updates = state.number("updates");
    begin();
  }
}
