package org.arbit.agents.check;

import java.util.EnumSet;
import java.util.Set;
import org.arbit.agents.Capability;
import org.arbit.env.check.RuleResult;

/**
 * One promise that agents keep.
 *
 * @param number in docs/agents/conformance.md
 * @param title what it demands
 * @param needs the capabilities without which it does not apply
 * @param body looks for evidence against it
 */
record AgentRule(int number, String title, Set<Capability> needs, Body body) {

  /** What a rule does. */
  @FunctionalInterface
  interface Body {

    /**
     * Looks for evidence against the rule.
     *
     * @return the evidence; empty if there is none
     * @throws Exception is evidence, too
     */
    String check(Subject subject) throws Exception;
  }

  static AgentRule of(int number, String title, Body body, Capability... needs) {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(Set.of(needs));
    return new AgentRule(number, title, all, body);
  }

  RuleResult apply(Subject subject) {
    for (Capability need : needs) {
      if (!subject.provider().capabilities().contains(need)) {
        return new RuleResult(
            number, title, RuleResult.Outcome.SKIP, "it does not declare " + need.label());
      }
    }
    String evidence;
    try {
      evidence = body.check(subject);
    } catch (Exception e) {
      evidence = "it threw " + e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    RuleResult.Outcome outcome =
        evidence.isEmpty() ? RuleResult.Outcome.PASS : RuleResult.Outcome.ERROR;
    return new RuleResult(number, title, outcome, evidence);
  }
}
