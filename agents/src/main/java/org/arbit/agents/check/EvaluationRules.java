package org.arbit.agents.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.arbit.agents.Agent;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentFile;
import org.arbit.agents.AgentState;
import org.arbit.agents.Capability;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Outcomes;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.VectorEnv;

/** Rules for saving and for evaluation. */
final class EvaluationRules {

  private static final long STEPS = 4000;
  private static final double TRADE_OFF = 0.05;

  private EvaluationRules() {}

  static List<AgentRule> all() {
    return List.of(
        AgentRule.of(
            61,
            "what is saved is restored",
            EvaluationRules::saved,
            Capability.LEARNS,
            Capability.RESUMES),
        AgentRule.of(
            72, "evaluation pays for everything, and never learns", EvaluationRules::fair));
  }

  private static String saved(Subject subject) throws IOException {
    Path folder = Files.createTempDirectory("arbit-check");
    Path file = folder.resolve("agent.safetensors");
    try (VectorEnv env = subject.allocation()) {
      AgentContext context = AgentContext.of(env, 1);
      LearningAgent agent = subject.learner(env, 1);
      Training.run(agent, env, TrainingOptions.of(STEPS, 1), TrainingListener.NONE);
      AgentState before = agent.state();
      AgentFile.of(subject.provider().name(), subject.values(), context, agent).write(file);
      LearningAgent restored =
          new AgentRegistry(List.of(subject.provider())).restore(AgentFile.read(file), context);
      return restored.state().equals(before) ? "" : "a restored agent has another state";
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static String fair(Subject subject) {
    Agent agent;
    try (VectorEnv env = subject.allocation()) {
      agent = subject.create(env, 1);
      if (agent instanceof LearningAgent learner) {
        Training.run(learner, env, TrainingOptions.of(STEPS, 1), TrainingListener.NONE);
      }
    }
    AgentState before = agent instanceof LearningAgent learner ? learner.state() : new AgentState();
    Outcomes first = agent.evaluator().evaluate(subject.network(), subject.data(), TRADE_OFF);
    Outcomes again = agent.evaluator().evaluate(subject.network(), subject.data(), TRADE_OFF);
    if (!Arrays.equals(first.weightBits(), again.weightBits())
        || !Arrays.equals(first.predicted(), again.predicted())
        || !Arrays.equals(first.networkBitOps(), again.networkBitOps())) {
      return "two evaluations on the same data differ";
    }
    for (int i = 0; i < first.samples(); i++) {
      if (first.networkBitOps()[i] <= 0 || first.controllerBitOps()[i] < 0) {
        return "sample " + i + " costs " + first.networkBitOps()[i] + " BitOps of the network";
      }
    }
    if (agent instanceof LearningAgent learner) {
      if (!learner.state().equals(before)) {
        return "evaluating has changed the agent";
      }
      if (first.meanControllerBitOps() == 0) {
        return "its controller costs nothing";
      }
    }
    return "";
  }
}
