package org.arbit.env.check;

import java.util.List;

/**
 * What came out of a check, rule by rule.
 *
 * @param subject what was checked
 * @param results in the order of their numbers
 */
public record CheckReport(String subject, List<RuleResult> results) {

  /** Copies the results. */
  public CheckReport {
    results = List.copyOf(results);
  }

  /** Whether no rule that applies is broken. Warnings do not count. */
  public boolean ok() {
    return with(RuleResult.Outcome.ERROR).isEmpty();
  }

  /** Returns the results with the given outcome. */
  public List<RuleResult> with(RuleResult.Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).toList();
  }

  /** Returns the numbers of the broken rules. */
  public List<Integer> broken() {
    return with(RuleResult.Outcome.ERROR).stream().map(RuleResult::rule).toList();
  }

  /** Returns the report as text: broken rules with their evidence, skipped ones, and a count. */
  public String toText() {
    StringBuilder out = new StringBuilder();
    for (RuleResult result : results) {
      if (result.outcome() != RuleResult.Outcome.PASS) {
        out.append(
            String.format(
                "%-7s rule %2d  %s%n                 %s%n",
                result.outcome(),
                result.rule(),
                result.title(),
                result.evidence().replace("\n", "\n                 ")));
      }
    }
    return out.append(
            String.format(
                "%s: %d passed, %d errors, %d warnings, %d skipped%n",
                subject,
                with(RuleResult.Outcome.PASS).size(),
                with(RuleResult.Outcome.ERROR).size(),
                with(RuleResult.Outcome.WARNING).size(),
                with(RuleResult.Outcome.SKIP).size()))
        .toString();
  }
}
