package org.arbit.env.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One promise that environments keep.
 *
 * @param number in docs/environment.md
 * @param title what it demands
 * @param warning whether breaking it is only a warning
 * @param body looks for evidence against it
 */
record Rule(int number, String title, boolean warning, Body body) {

  /** What a rule does. */
  @FunctionalInterface
  interface Body {

    /**
     * Looks for evidence against the rule.
     *
     * @throws BrokenRule with the evidence
     * @throws SkippedRule with the reason
     * @throws Exception any other is evidence, too
     */
    void check(CheckSubject subject) throws Exception;
  }

  static Rule error(int number, String title, Body body) {
    return new Rule(number, title, false, body);
  }

  static Rule warning(int number, String title, Body body) {
    return new Rule(number, title, true, body);
  }

  static List<Rule> all(boolean allocation) {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(StaticRules.all());
    rules.addAll(ResetRules.all());
    rules.addAll(StepRules.all());
    rules.addAll(DeterminismRules.all());
    rules.addAll(VectorRules.all());
    if (allocation) {
      rules.addAll(AllocationRules.all());
    }
    rules.sort(Comparator.comparingInt(Rule::number));
    return rules;
  }

  RuleResult apply(CheckSubject subject) {
    try {
      body.check(subject);
      return result(RuleResult.Outcome.PASS, "");
    } catch (SkippedRule e) {
      return result(RuleResult.Outcome.SKIP, e.getMessage());
    } catch (BrokenRule e) {
      return broken(e.getMessage());
    } catch (Exception e) {
      return broken("it threw " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private RuleResult broken(@Nullable String evidence) {
    return result(warning ? RuleResult.Outcome.WARNING : RuleResult.Outcome.ERROR, evidence);
  }

  private RuleResult result(RuleResult.Outcome outcome, @Nullable String evidence) {
    return new RuleResult(number, title, outcome, evidence == null ? "" : evidence);
  }

  /** The rule is broken. */
  static final class BrokenRule extends RuntimeException {
    BrokenRule(String evidence) {
      super(evidence);
    }
  }

  /** The rule does not apply. */
  static final class SkippedRule extends RuntimeException {
    SkippedRule(String reason) {
      super(reason);
    }
  }

  static void require(boolean holds, String evidence) {
    if (!holds) {
      throw new BrokenRule(evidence);
    }
  }

  static void requireEqual(Object expected, Object found, String what) {
    if (!expected.equals(found)) {
      throw new BrokenRule(what + ": " + found + " instead of " + expected);
    }
  }

  /** Requires that a call is refused with the given kind of exception, and returns its message. */
  static String requireRefused(Class<? extends Exception> kind, String what, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      if (kind.isInstance(e)) {
        return String.valueOf(e.getMessage());
      }
      throw new BrokenRule(
          what
              + " gives "
              + e.getClass().getSimpleName()
              + " ("
              + e.getMessage()
              + ") instead of "
              + kind.getSimpleName());
    }
    throw new BrokenRule(what + " is accepted instead of " + kind.getSimpleName());
  }
}
