package org.arbit.agents.check;

import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.RuleResult;

/**
 * Puts an agent through the rules of docs/agents/conformance.md. All rules are tried, whatever the
 * others find; those that need a capability which the agent does not declare are skipped.
 */
public final class AgentCheck {

  private AgentCheck() {}

  /** Checks the agents of a provider, with its default hyper-parameters. */
  public static CheckReport check(AgentProvider provider) {
    Subject subject = new Subject(provider);
    List<AgentRule> rules = new ArrayList<>();
    rules.addAll(ProviderRules.all());
    rules.addAll(PolicyRules.all());
    rules.addAll(LearningRules.all());
    rules.addAll(EvaluationRules.all());
    List<RuleResult> results =
        rules.stream()
            .sorted(java.util.Comparator.comparingInt(AgentRule::number))
            .map(rule -> rule.apply(subject))
            .toList();
    return new CheckReport(provider.name(), results);
  }
}
