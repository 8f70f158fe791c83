package org.arbit.agents.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.RuleResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentCheckTest {

  static List<String> agents() {
    // Those of RL4J keep the rules, too, but take minutes; see docs/agents/rl4j.md.
    return AgentRegistry.load().all().stream()
        .map(AgentProvider::name)
        .filter(name -> !name.startsWith("rl4j-"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void builtInAgentsKeepTheRules(String name) {
    CheckReport report = AgentCheck.check(AgentRegistry.load().find(name));
    assertThat(report.with(RuleResult.Outcome.ERROR)).as(report.toText()).isEmpty();
    assertThat(report.with(RuleResult.Outcome.PASS)).isNotEmpty();
  }
}
