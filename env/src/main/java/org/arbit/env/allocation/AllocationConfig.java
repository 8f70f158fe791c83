package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.arbit.env.RenderMode;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an allocation environment.
 *
 * @param rewards the terms of the reward, each at most once; default {@code correct} and {@code
 *     bitops}, both with weight 1
 * @param observations the groups of the observation in their order, each at most once; default
 *     {@code layer}, {@code history}, {@code money}, {@code sample}
 * @param lambda the trade-off, drawn log-uniformly per episode; default [0.003, 0.3], whole range
 *     [0, 30]; a range that is no single number begins above 0
 * @param budget the hard budget in BitOps for one sample, fixed layers included, drawn uniformly
 *     per episode; null for none (default)
 * @param softBudget the BitOps from which the term {@code soft-budget} counts; null where that term
 *     is not used (default)
 * @param cost the cost model of the terms {@code cost} and {@code shaping}; default {@code bitops}
 * @param maskedActions what happens when a masked action is taken; default {@code ERROR}
 * @param rollouts how many neighbouring environments get the same sample, trade-off and budget;
 *     default 1
 * @param batch the number of samples on which a static allocation is evaluated; default 1024, not
 *     used by the others
 * @param renderMode how it is drawn; default {@code NONE}
 */
public record AllocationConfig(
    List<Weighted> rewards,
    List<String> observations,
    Range lambda,
    @Nullable BudgetRange budget,
    @Nullable Long softBudget,
    CostSetting cost,
    MaskedActions maskedActions,
    int rollouts,
    int batch,
    RenderMode renderMode) {

  /** The least trade-off that is told apart from 0 in the observation. */
  public static final double LEAST_LAMBDA = 0.003;

  /** The greatest trade-off. */
  public static final double GREATEST_LAMBDA = 30;

  private static final AllocationConfig DEFAULTS =
      new AllocationConfig(
          List.of(new Weighted("correct", 1), new Weighted("bitops", 1)),
          List.of("layer", "history", "money", "sample"),
          new Range(LEAST_LAMBDA, 0.3),
          null,
          null,
          CostSetting.DEFAULT,
          MaskedActions.ERROR,
          1,
          1024,
          RenderMode.NONE);

  /**
   * A term of the reward and what it is multiplied by.
   *
   * @param name of the term
   * @param weight a finite number
   */
  public record Weighted(String name, double weight) {}

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException with all violations, a line each
   */
  public AllocationConfig {
    rewards = List.copyOf(rewards);
    observations = List.copyOf(observations);
    List<String> violations = new ArrayList<>();
    twice("reward term", rewards.stream().map(Weighted::name).toList(), violations);
    twice("observation group", observations, violations);
    for (Weighted term : rewards) {
      check(
          Double.isFinite(term.weight()),
          "The weight of the reward term " + term.name() + " is " + term.weight() + "; finite.",
          violations);
    }
    check(!rewards.isEmpty(), "There is no reward term; at least one.", violations);
    check(!observations.isEmpty(), "There is no observation group; at least one.", violations);
    check(
        lambda.low() >= 0 && lambda.high() <= GREATEST_LAMBDA,
        "The range of lambda is [" + lambda.low() + ", " + lambda.high() + "]; within [0, 30].",
        violations);
    check(
        lambda.isFixed() || lambda.low() > 0,
        "A range of lambda is drawn log-uniformly and begins above 0, not at "
            + lambda.low()
            + ". Maybe at 0.003?",
        violations);
    check(
        softBudget == null || softBudget > 0,
        "The soft budget is " + softBudget + " BitOps; more than 0.",
        violations);
    check(rollouts >= 1, "There are " + rollouts + " rollouts; at least 1.", violations);
    check(batch >= 1, "The batch has " + batch + " samples; at least 1.", violations);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), violations));
    }
  }

  /** Returns the defaults. */
  public static AllocationConfig defaults() {
    return DEFAULTS;
  }

  /** Returns the same with other terms, each with weight 1. */
  public AllocationConfig withRewards(String... names) {
    return withRewards(Arrays.stream(names).map(n -> new Weighted(n, 1)).toList());
  }

  /** Returns the same with other terms. */
  public AllocationConfig withRewards(List<Weighted> terms) {
    return changed(d -> d.rewards = terms);
  }

  /** Returns the same with other groups of the observation. */
  public AllocationConfig withObservations(String... names) {
    return changed(d -> d.observations = List.of(names));
  }

  /** Returns the same with a fixed trade-off. */
  public AllocationConfig withLambda(double fixed) {
    return withLambda(Range.fixed(fixed));
  }

  /** Returns the same with another range of trade-offs. */
  public AllocationConfig withLambda(Range range) {
    return changed(d -> d.lambda = range);
  }

  /** Returns the same with a hard budget of {@code bitOps} for every sample. */
  public AllocationConfig withBudget(long bitOps) {
    return withBudget(BudgetRange.fixed(bitOps));
  }

  /** Returns the same with another range of hard budgets; null for none. */
  public AllocationConfig withBudget(@Nullable BudgetRange range) {
    return changed(d -> d.budget = range);
  }

  /** Returns the same with a soft budget; null for none. */
  public AllocationConfig withSoftBudget(@Nullable Long bitOps) {
    return changed(d -> d.softBudget = bitOps);
  }

  /** Returns the same with another cost model that needs no options. */
  public AllocationConfig withCost(String model) {
    return withCost(new CostSetting(model, Map.of()));
  }

  /** Returns the same with another cost model. */
  public AllocationConfig withCost(CostSetting model) {
    return changed(d -> d.cost = model);
  }

  /** Returns the same with another treatment of masked actions. */
  public AllocationConfig withMaskedActions(MaskedActions treatment) {
    return changed(d -> d.maskedActions = treatment);
  }

  /** Returns the same with {@code copies} environments per sample. */
  public AllocationConfig withRollouts(int copies) {
    return changed(d -> d.rollouts = copies);
  }

  /** Returns the same with another number of samples for static allocations. */
  public AllocationConfig withBatch(int samples) {
    return changed(d -> d.batch = samples);
  }

  /** Returns the same, drawn in another way. */
  public AllocationConfig withRenderMode(RenderMode mode) {
    return changed(d -> d.renderMode = mode);
  }

  private AllocationConfig changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  /** The same settings, while one of them is changed. */
  private static final class Draft {
    private List<Weighted> rewards;
    private List<String> observations;
    private Range lambda;
    private @Nullable BudgetRange budget;
    private @Nullable Long softBudget;
    private CostSetting cost;
    private MaskedActions maskedActions;
    private int rollouts;
    private int batch;
    private RenderMode renderMode;

    Draft(AllocationConfig from) {
      rewards = from.rewards;
      observations = from.observations;
      lambda = from.lambda;
      budget = from.budget;
      softBudget = from.softBudget;
      cost = from.cost;
      maskedActions = from.maskedActions;
      rollouts = from.rollouts;
      batch = from.batch;
      renderMode = from.renderMode;
    }

    AllocationConfig finish() {
      return new AllocationConfig(
          rewards,
          observations,
          lambda,
          budget,
          softBudget,
          cost,
          maskedActions,
          rollouts,
          batch,
          renderMode);
    }
  }

  private static void check(boolean holds, String violation, List<String> violations) {
    if (!holds) {
      violations.add(violation);
    }
  }

  private static void twice(String kind, List<String> names, List<String> violations) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      check(seen.add(name), "The " + kind + " " + name + " is given twice.", violations);
    }
  }
}
