package org.arbit.agents.check;

import java.util.List;
import org.arbit.agents.Agent;
import org.arbit.agents.Capability;
import org.arbit.agents.FittedAgent;
import org.arbit.agents.LearningAgent;
import org.arbit.env.VectorEnv;

/** What a provider says must hold. */
final class ProviderRules {

  private ProviderRules() {}

  static List<AgentRule> all() {
    return List.of(
        AgentRule.of(54, "the provider keeps what it declares", ProviderRules::declares));
  }

  private static String declares(Subject subject) {
    var provider = subject.provider();
    if (!provider.name().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      return "its name is \"" + provider.name() + "\" instead of lower case with hyphens";
    }
    if (provider.summary().isBlank() || provider.summary().contains("\n")) {
      return "its summary is not one line";
    }
    try (VectorEnv env = subject.allocation()) {
      Agent agent = subject.create(env, 1);
      boolean learns = provider.capabilities().contains(Capability.LEARNS);
      boolean fits = provider.capabilities().contains(Capability.FITS);
      if (learns != (agent instanceof LearningAgent)) {
        return "it "
            + (learns ? "declares" : "does not declare")
            + " learns, but makes a "
            + agent.getClass().getSimpleName();
      }
      return fits == (agent instanceof FittedAgent)
          ? ""
          : "fits and FittedAgent do not go together";
    }
  }
}
