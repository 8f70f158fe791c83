package org.arbit.env.check;

/**
 * What came out of one rule.
 *
 * @param rule its number in docs/environment.md
 * @param title what it demands
 * @param outcome how it went
 * @param evidence what was seen, for a rule that failed; why, for one that was skipped
 */
public record RuleResult(int rule, String title, Outcome outcome, String evidence) {

  /** How a rule went. */
  public enum Outcome {
    /** Kept. */
    PASS,
    /** Broken, and others may rely on it. */
    ERROR,
    /** Broken, but one can live with it. */
    WARNING,
    /** Does not apply. */
    SKIP
  }
}
