package org.arbit.agents.check;

import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.AgentContext;
import org.arbit.agents.AgentState;
import org.arbit.agents.Capability;
import org.arbit.agents.LearningAgent;
import org.arbit.agents.Policy;
import org.arbit.agents.Training;
import org.arbit.agents.TrainingListener;
import org.arbit.agents.TrainingOptions;
import org.arbit.agents.TrainingProgress;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.env.check.BanditEnv;
import org.arbit.env.check.InvalidActionsEnv;

/** Rules for learning: it happens, it can be repeated, resumed and stopped. */
final class LearningRules {

  private static final long SHORT = 8000;
  private static final long LONG = 60_000;
  private static final long PART = 10_000;
  private static final double ENOUGH = 0.9;

  private LearningRules() {}

  static List<AgentRule> all() {
    return List.of(
        AgentRule.of(
            58,
            "the seed decides everything",
            LearningRules::seeded,
            Capability.LEARNS,
            Capability.SEEDED),
        AgentRule.of(59, "it learns a bandit", LearningRules::bandit, Capability.LEARNS),
        AgentRule.of(
            60,
            "it learns where most actions are masked",
            LearningRules::invalidActions,
            Capability.LEARNS,
            Capability.MASKS),
        AgentRule.of(
            62, "resuming is exact", LearningRules::resumes, Capability.LEARNS, Capability.RESUMES),
        AgentRule.of(
            63, "steps are respected, stops obeyed", LearningRules::stops, Capability.LEARNS));
  }

  private static String seeded(Subject subject) {
    AgentState first = subject.trained(1, SHORT).state();
    if (!first.equals(subject.trained(1, SHORT).state())) {
      return "two trainings with the same seed end differently";
    }
    return first.equals(subject.trained(2, SHORT).state())
        ? "another seed gives the same agent"
        : "";
  }

  private static String bandit(Subject subject) {
    return learns(
        subject, new AnyRollouts(BanditEnv.vector(Subject.LANES, 4, AutoReset.SAME_STEP)), ENOUGH);
  }

  private static String invalidActions(Subject subject) {
    return learns(
        subject,
        new AnyRollouts(InvalidActionsEnv.vector(Subject.LANES, true, AutoReset.SAME_STEP)),
        ENOUGH * InvalidActionsEnv.STEPS);
  }

  /** Trains part by part, and only as long as it must. */
  private static String learns(Subject subject, VectorEnv toy, double wanted) {
    try (VectorEnv env = toy) {
      LearningAgent agent =
          (LearningAgent) subject.provider().create(AgentContext.of(env, 1), subject.values());
      double mean = Double.NEGATIVE_INFINITY;
      for (long steps = PART; steps <= LONG && mean < wanted; steps += PART) {
        Training.run(agent, env, TrainingOptions.of(steps, 1), TrainingListener.NONE);
        mean = meanReturn(agent.policy(), env);
      }
      return mean >= wanted
          ? ""
          : "after " + LONG + " steps the mean return is " + mean + ", below " + wanted;
    }
  }

  /** Returns the mean return of the best actions, over all episodes that end in 50 vector steps. */
  private static double meanReturn(Policy policy, VectorEnv env) {
    VectorStep step = env.reset(ResetOptions.seeded(12345));
    double sum = 0;
    int episodes = 0;
    for (int t = 0; t < 50; t++) {
      step = env.step(policy.act(step.observations(), step.masks(), env.size()));
      for (int i = 0; i < env.size(); i++) {
        sum += step.rewards()[i];
        episodes += step.done(i) ? 1 : 0;
      }
    }
    return sum / episodes;
  }

  private static String resumes(Subject subject) {
    TrainingOptions options = TrainingOptions.of(SHORT, 4).withSegmentSteps(SHORT / 4);
    List<AgentState> states = new ArrayList<>();
    AgentState whole;
    try (VectorEnv env = subject.allocation()) {
      LearningAgent agent = subject.learner(env, 2);
      Training.run(
          agent,
          env,
          options,
          new TrainingListener() {
            @Override
            public void checkpoint(TrainingProgress progress, LearningAgent at) {
              states.add(at.state());
            }
          });
      whole = agent.state();
    }
    try (VectorEnv env = subject.allocation()) {
      LearningAgent resumed = subject.learner(env, 77);
      resumed.restore(states.get(1));
      Training.run(resumed, env, options, TrainingListener.NONE);
      return resumed.state().equals(whole)
          ? ""
          : "a training resumed from a checkpoint ends differently from an uninterrupted one";
    }
  }

  private static String stops(Subject subject) {
    int[] ended = {0};
    try (VectorEnv env = subject.allocation()) {
      LearningAgent agent = subject.learner(env, 1);
      Training.Result result =
          Training.run(
              agent,
              env,
              TrainingOptions.of(LONG, 1),
              new TrainingListener() {
                @Override
                public boolean updated(TrainingProgress progress) {
                  return progress.updates() < 3;
                }

                @Override
                public void ended(TrainingProgress progress, Training.End end) {
                  ended[0]++;
                }
              });
      if (result.end() != Training.End.STOPPED || agent.updates() != 3 || ended[0] != 1) {
        return "stopped after the third update it has made "
            + agent.updates()
            + ", ended as "
            + result.end()
            + ", and told so "
            + ended[0]
            + " times";
      }
    }
    long steps = subject.trained(1, SHORT).steps();
    return steps >= SHORT && steps < SHORT + Subject.LANES
        ? ""
        : "asked for " + SHORT + " steps it counts " + steps;
  }
}
