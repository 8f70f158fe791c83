package org.arbit.env.check;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.arbit.env.AutoReset;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;

/** What vectors add. */
final class VectorRules {

  private static final int SIZE = 3;
  private static final int STEPS = 60;
  private static final long SEED = 21;

  private VectorRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.error(49, "environment i has the seed s + i", VectorRules::seeds),
        Rule.error(50, "what autoreset returns is what its mode says", VectorRules::autoReset),
        Rule.error(51, "infos are arrays with masks", VectorRules::infos),
        Rule.error(52, "a vector plays alike in any thread", VectorRules::threads),
        Rule.error(53, "wrong actions are named, and closing works twice", VectorRules::refusals));
  }

  private static void seeds(CheckSubject subject) {
    try (VectorEnv env = subject.vector().make(SIZE, AutoReset.DISABLED)) {
      String bySeed = Play.facts(env.reset(ResetOptions.seeded(SEED)));
      long[] list = LongStream.range(SEED, SEED + SIZE).toArray();
      String byList = Play.facts(env.reset(ResetOptions.none().withSeeds(list)));
      Rule.requireEqual(bySeed, byList, "a reset with the seeds " + Arrays.toString(list));
      Rule.requireRefused(
          IllegalArgumentException.class,
          "a list of 2 seeds for " + SIZE + " environments",
          () -> env.reset(ResetOptions.none().withSeeds(1, 2)));
      float[] together = env.reset(ResetOptions.seeded(SEED)).observations();
      int width = env.observationSpace().size();
      try (VectorEnv alone = subject.vector().make(1, AutoReset.DISABLED)) {
        for (int i = 0; i < SIZE; i++) {
          float[] row = Arrays.copyOfRange(together, i * width, (i + 1) * width);
          float[] expected = alone.reset(ResetOptions.seeded(SEED + i)).observations();
          Rule.requireEqual(
              Play.describe(expected),
              Play.describe(row),
              "the beginning of environment " + i + " with the seed " + (SEED + i));
        }
      }
    }
  }

  /** Plays a vector of one in each mode with the same actions and holds the ends together. */
  private static void autoReset(CheckSubject subject) {
    try (VectorEnv plain = subject.vector().make(1, AutoReset.DISABLED);
        VectorEnv same = subject.vector().make(1, AutoReset.SAME_STEP);
        VectorEnv next = subject.vector().make(1, AutoReset.NEXT_STEP)) {
      SeededRandom random = new SeededRandom(5);
      VectorStep step = plain.reset(ResetOptions.seeded(SEED));
      same.reset(ResetOptions.seeded(SEED));
      next.reset(ResetOptions.seeded(SEED));
      for (int t = 0; t < STEPS; t++) {
        int[] actions = Play.actions(plain, step, random);
        step = plain.step(actions);
        VectorStep sameStep = same.step(actions);
        VectorStep nextStep = next.step(actions);
        if (!step.done(0)) {
          continue;
        }
        float[] last = sameStep.finalObservations();
        Rule.requireEqual(
            Play.describe(step.observations()),
            Play.describe(last),
            "the final observation with SAME_STEP");
        Rule.requireEqual(
            Play.describe(step.infos()),
            Play.describe(sameStep.finalInfos()),
            "the final infos with SAME_STEP");
        Rule.requireEqual(
            Play.describe(step.observations()),
            Play.describe(nextStep.observations()),
            "the last observation with NEXT_STEP");
        Rule.requireRefused(
            IllegalStateException.class,
            "a step after the end with DISABLED",
            () -> plain.step(actions));
        step = plain.reset(ResetOptions.none());
        Rule.requireEqual(
            Play.describe(step.observations()),
            Play.describe(sameStep.observations()),
            "the first observation with SAME_STEP");
        VectorStep begun = next.step(new int[] {plain.actionSpace().start()});
        Rule.requireEqual(
            Play.describe(step.observations()),
            Play.describe(begun.observations()),
            "the first observation with NEXT_STEP");
        Rule.require(
            begun.rewards()[0] == 0 && !begun.done(0),
            "the resetting step of NEXT_STEP has a reward or an end");
      }
    }
  }

  private static void infos(CheckSubject subject) {
    try (VectorEnv env = subject.vector().make(SIZE, AutoReset.SAME_STEP)) {
      VectorStep step = env.reset(ResetOptions.seeded(SEED));
      SeededRandom random = new SeededRandom(5);
      for (int t = 0; t < STEPS; t++) {
        requireArrays(step.infos());
        requireArrays(step.finalInfos());
        step = env.step(Play.actions(env, step, random));
      }
    }
  }

  private static void requireArrays(Map<String, Object> infos) {
    infos.forEach(
        (key, value) -> {
          Rule.require(
              value.getClass().isArray() && Array.getLength(value) == SIZE,
              "the info " + key + " is no array of " + SIZE);
          Rule.require(
              key.startsWith("_") || infos.get("_" + key) instanceof boolean[],
              "the info " + key + " has no mask _" + key);
        });
  }

  private static void threads(CheckSubject subject) throws Exception {
    List<String> expected = play(subject);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Play.requireSame(
          expected,
          thread.submit(() -> play(subject)).get(),
          "a vector in another thread plays otherwise");
    } finally {
      thread.shutdownNow();
    }
  }

  private static List<String> play(CheckSubject subject) {
    try (VectorEnv env = subject.vector().make(SIZE, AutoReset.SAME_STEP)) {
      return Play.trace(env, SEED, STEPS);
    }
  }

  private static void refusals(CheckSubject subject) {
    VectorEnv env = subject.vector().make(SIZE, AutoReset.SAME_STEP);
    VectorStep first = env.reset(ResetOptions.seeded(SEED));
    int[] actions = Play.actions(env, first, new SeededRandom(5));
    int[] wrong = actions.clone();
    wrong[1] = env.actionSpace().start() + env.actionSpace().n();
    String message =
        Rule.requireRefused(
            IllegalArgumentException.class, "an action out of range", () -> env.step(wrong));
    Rule.require(
        message.contains("environment 1"), "the message does not name environment 1: " + message);
    env.step(actions);
    env.close();
    env.close();
    Rule.requireRefused(IllegalStateException.class, "a step after close", () -> env.step(actions));
  }
}
