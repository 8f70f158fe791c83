package org.arbit.agents;

import java.util.function.IntConsumer;
import org.arbit.env.VectorStep;

/**
 * Experience replay of a Q-learner (Lin 1992; Mnih et al. 2015): from steps of n environments side
 * by side to transitions in a buffer. Rewards and costs of a group of rollouts are compared with
 * each other ({@link GroupBaseline}), divided by what the trade-off asks for ({@link
 * TradeOffScale}), and added up over several steps ({@link NStep}).
 *
 * <p>Costs are kept beside rewards, because the price of a soft budget changes with time.
 */
public final class ExperienceReplay {

  private final int lanes;
  private final GroupBaseline baseline;
  private final GroupBaseline costBaseline;
  private final TradeOffScale scale;
  private final NStep pending;
  private final ReplayBuffer buffer;
  private double[] divisors;

  /**
   * Makes an empty one.
   *
   * @param values {@code steps}, {@code discount}, {@code replayCapacity} and {@code tradeOffPivot}
   * @param rollouts neighbouring environments that get the same sample
   */
  public ExperienceReplay(AgentContext context, HyperParameters values, int rollouts) {
    lanes = context.lanes();
    baseline = new GroupBaseline(lanes, rollouts);
    costBaseline = new GroupBaseline(lanes, rollouts);
    scale = new TradeOffScale(values.real("tradeOffPivot"));
    pending = new NStep(lanes, values.integer("steps"), values.real("discount"), context.choices());
    buffer =
        new ReplayBuffer(values.integer("replayCapacity"), context.fields(), context.choices());
    divisors = TradeOffScale.none(lanes);
  }

  /** Returns the transitions. */
  public ReplayBuffer buffer() {
    return buffer;
  }

  /** Returns what rewards of each environment's episode at present are divided by. */
  public double[] divisors() {
    return divisors;
  }

  /** Forgets unfinished episodes, but no transition. */
  public void forget() {
    pending.clear();
    baseline.clear();
    costBaseline.clear();
    divisors = TradeOffScale.none(lanes);
  }

  /**
   * Takes a step of all environments.
   *
   * @param behaviours {@code lanes x choices}: probabilities that the actions were drawn from
   * @param added receives the slot of every transition that is now in the buffer
   */
  public void add(Experience experience, float[] behaviours, IntConsumer added) {
    VectorStep step = experience.step();
    double[] rewards = baseline.apply(experience.rewards(), step);
    double[] costs = costBaseline.apply(experience.costs(), step);
    double[] taken = scale.divisors(step);
    TradeOffScale.divide(rewards, taken);
    TradeOffScale.divide(costs, taken);
    divisors = scale.nextDivisors(step);
    NStep.Moment moment =
        new NStep.Moment(
            experience.observations(), behaviours, experience.actions(), rewards, costs, taken);
    pending.add(moment, step, buffer, added);
  }
}
