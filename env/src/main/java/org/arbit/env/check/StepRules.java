package org.arbit.env.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;

/** What steps return and refuse. */
final class StepRules {

  private static final int EPISODES = 20;
  private static final double SUM_TOLERANCE = 1e-9;

  private StepRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.error(22, "a step before the first reset is refused", StepRules::beforeReset),
        Rule.error(23, "a step after the end is refused", StepRules::afterEnd),
        Rule.error(24, "every observation is in its space", StepRules::inSpace),
        Rule.error(25, "rewards are finite", StepRules::finiteReward),
        Rule.error(26, "an episode is terminated or truncated, not both", StepRules::oneEnd),
        Rule.error(28, "infos have fixed keys and types and cannot be changed", StepRules::infos),
        Rule.error(29, "the terms of the reward sum to it", StepRules::sum),
        Rule.error(32, "an action out of range is refused, with the range", StepRules::range),
        Rule.error(33, "a masked action is refused", StepRules::masked),
        Rule.error(34, "returned arrays are copies", StepRules::copies),
        Rule.error(35, "the last observation is that of the old episode", StepRules::lastOfOld),
        Rule.error(36, "no number is NaN or infinite in 100 steps", StepRules::numbers));
  }

  /** Looks at every step of some episodes. */
  private static void each(CheckSubject subject, BiConsumer<Env, Step> look) {
    try (Env env = subject.single().get()) {
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < EPISODES; episode++) {
        Step first = env.reset(ResetOptions.seeded(episode));
        Play.episode(env, first, random, step -> look.accept(env, step));
      }
    }
  }

  private static void beforeReset(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Rule.requireRefused(
          IllegalStateException.class,
          "a step before the first reset",
          () -> env.step(env.actionSpace().start()));
    }
  }

  private static void afterEnd(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Step first = env.reset(ResetOptions.seeded(1));
      Play.episode(env, first, new SeededRandom(1), step -> {});
      String state = String.valueOf(Play.state(env));
      for (int time = 0; time < 2; time++) {
        Rule.requireRefused(
            IllegalStateException.class,
            "a step after the end",
            () -> env.step(env.actionSpace().start()));
      }
      Rule.requireEqual(state, String.valueOf(Play.state(env)), "the state after a refused step");
    }
  }

  private static void inSpace(CheckSubject subject) {
    each(subject, ResetRules::requireInSpace);
  }

  private static void finiteReward(CheckSubject subject) {
    each(
        subject,
        (env, step) ->
            Rule.require(Double.isFinite(step.reward()), "a reward is " + step.reward()));
  }

  private static void oneEnd(CheckSubject subject) {
    each(
        subject,
        (env, step) ->
            Rule.require(
                !(step.terminated() && step.truncated()), "a step is terminated and truncated"));
  }

  private static void infos(CheckSubject subject) {
    Map<String, String> running = new TreeMap<>();
    Map<String, String> last = new TreeMap<>();
    each(
        subject,
        (env, step) -> {
          Map<String, String> expected = step.done() ? last : running;
          Map<String, String> found = new TreeMap<>();
          step.info().forEach((key, value) -> found.put(key, value.getClass().getSimpleName()));
          if (expected.isEmpty()) {
            expected.putAll(found);
          }
          Rule.requireEqual(expected, found, "the keys and types of an info");
          Rule.requireRefused(
              UnsupportedOperationException.class,
              "a new key in an info",
              () -> step.info().put("noSuchKey", 1));
        });
  }

  private static void sum(CheckSubject subject) {
    boolean[] any = new boolean[1];
    each(
        subject,
        (env, step) -> {
          double sum = 0;
          for (Map.Entry<String, Object> entry : step.info().entrySet()) {
            if (entry.getKey().startsWith("reward.") && entry.getValue() instanceof Double term) {
              any[0] = true;
              sum += term;
            }
          }
          Rule.require(
              !any[0] || Math.abs(sum - step.reward()) <= SUM_TOLERANCE,
              "the reward is " + step.reward() + ", its terms sum to " + sum);
        });
    if (!any[0]) {
      throw new Rule.SkippedRule("no info begins with reward.");
    }
  }

  private static void range(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      env.reset(ResetOptions.seeded(1));
      int start = env.actionSpace().start();
      int end = start + env.actionSpace().n();
      for (int action : new int[] {start - 1, end, Integer.MAX_VALUE}) {
        String message =
            Rule.requireRefused(
                IllegalArgumentException.class, "the action " + action, () -> env.step(action));
        Rule.require(
            message.contains(Integer.toString(action)),
            "the message does not name the action " + action + ": " + message);
        Rule.require(
            message.contains(Integer.toString(end - 1)),
            "the message does not name the range: " + message);
      }
    }
  }

  private static void masked(CheckSubject subject) {
    // Allocation environments mask with a tight budget, others by themselves.
    boolean tight = subject.network() != null && subject.variant() != null;
    try (Env env = tight ? AllocationRules.tight(subject) : subject.single().get()) {
      Object policy = env.spec().parameters().get("maskedActions");
      if (policy != null && !policy.equals("error")) {
        throw new Rule.SkippedRule("masked actions are set to " + policy);
      }
      SeededRandom random = new SeededRandom(3);
      boolean any = false;
      for (int episode = 0; episode < EPISODES; episode++) {
        Step step = env.reset(ResetOptions.seeded(episode));
        while (!step.done()) {
          int masked = firstMasked(step.mask());
          if (masked >= 0) {
            any = true;
            int action = env.actionSpace().start() + masked;
            Rule.requireRefused(
                IllegalArgumentException.class,
                "the masked action " + action,
                () -> env.step(action));
          }
          step = env.step(Play.action(env, step, random));
        }
      }
      if (!any) {
        throw new Rule.SkippedRule("no action was masked in " + EPISODES + " episodes");
      }
    }
  }

  private static int firstMasked(boolean[] mask) {
    for (int k = 0; k < mask.length; k++) {
      if (!mask[k]) {
        return k;
      }
    }
    return -1;
  }

  private static void copies(CheckSubject subject) {
    try (Env spoiled = subject.single().get();
        Env clean = subject.single().get()) {
      SeededRandom random = new SeededRandom(3);
      List<Step> kept = new ArrayList<>();
      List<String> before = new ArrayList<>();
      for (int episode = 0; episode < 3; episode++) {
        Step step = spoiled.reset(ResetOptions.seeded(episode));
        Step twin = clean.reset(ResetOptions.seeded(episode));
        while (!step.done()) {
          int action = Play.action(clean, twin, random);
          spoil(step);
          spoil(spoiled.actionMasks());
          step = spoiled.step(action);
          twin = clean.step(action);
          kept.add(twin);
          before.add(Play.facts(twin));
          Rule.requireEqual(
              Play.facts(twin), Play.facts(step), "a step after its arrays were overwritten");
        }
      }
      for (int t = 0; t < kept.size(); t++) {
        Rule.requireEqual(
            before.get(t), Play.facts(kept.get(t)), "an earlier step, looked at later");
      }
    }
  }

  private static void spoil(Step step) {
    Arrays.fill(step.observation(), Float.NaN);
    spoil(step.mask());
    for (Object value : step.info().values()) {
      if (value instanceof int[] numbers) {
        Arrays.fill(numbers, -77);
      } else if (value instanceof boolean[] flags) {
        spoil(flags);
      }
    }
  }

  private static void spoil(boolean[] flags) {
    for (int k = 0; k < flags.length; k++) {
      flags[k] = !flags[k];
    }
  }

  /** Holds the last observation against the first one of the next episode. */
  private static void lastOfOld(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      SeededRandom random = new SeededRandom(3);
      int suspicious = 0;
      int looked = 0;
      Step first = env.reset(ResetOptions.seeded(1));
      for (int episode = 0; episode < EPISODES; episode++) {
        List<float[]> between = new ArrayList<>();
        Step last = Play.episode(env, first, random, step -> between.add(step.observation()));
        Step next = env.reset(ResetOptions.none());
        boolean moved =
            between.size() > 1
                && between.subList(0, between.size() - 1).stream()
                    .anyMatch(o -> !Arrays.equals(o, next.observation()));
        if (moved) {
          looked++;
          suspicious += Arrays.equals(last.observation(), next.observation()) ? 1 : 0;
        }
        first = next;
      }
      Rule.require(
          looked == 0 || suspicious < looked,
          "in all of " + looked + " episodes the last observation is the first of the next");
    }
  }

  private static void numbers(CheckSubject subject) {
    int[] steps = new int[1];
    for (int round = 0; steps[0] < 100; round++) {
      each(
          subject,
          (env, step) -> {
            steps[0]++;
            Rule.require(Double.isFinite(step.reward()), "a reward is " + step.reward());
            for (int k = 0; k < step.observation().length; k++) {
              Rule.require(
                  Float.isFinite(step.observation()[k]),
                  "entry " + k + " of an observation is " + step.observation()[k]);
            }
          });
      Rule.require(round < 100, "there are hardly any steps");
    }
  }
}
