package org.arbit.env.check;

import java.util.List;
import org.arbit.env.Box;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;

/** How episodes begin. */
final class ResetRules {

  private static final long SEED = 7;

  private ResetRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.error(13, "reset returns observation, mask and info", ResetRules::returns),
        Rule.error(14, "the first observation is in its space", ResetRules::inSpace),
        Rule.error(15, "the same seed gives the same beginning", ResetRules::seeded),
        Rule.error(16, "and the same second episode", ResetRules::secondEpisode),
        Rule.error(17, "different seeds give different random numbers", ResetRules::seedsDiffer),
        Rule.error(18, "a reset without seed does not seed", ResetRules::unseeded),
        Rule.error(19, "unknown options are refused", ResetRules::options),
        Rule.error(20, "a reset in an episode forgets it", ResetRules::midEpisode),
        Rule.error(21, "a negative seed is refused", ResetRules::negativeSeed));
  }

  private static void returns(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Step step = env.reset(ResetOptions.seeded(SEED));
      Rule.require(step.observation() != null, "the observation is null");
      Rule.require(step.info() != null, "the info is null");
      Rule.requireEqual(env.actionSpace().n(), step.mask().length, "the length of the mask");
      Rule.require(step.reward() == 0 && !step.done(), "the first step has a reward or an end");
    }
  }

  private static void inSpace(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      for (int seed = 0; seed < 10; seed++) {
        requireInSpace(env, env.reset(ResetOptions.seeded(seed)));
      }
    }
  }

  /** Names every entry that is out of bounds. */
  static void requireInSpace(Env env, Step step) {
    Box space = env.observationSpace();
    float[] observation = step.observation();
    Rule.requireEqual(space.size(), observation.length, "the length of the observation");
    StringBuilder wrong = new StringBuilder();
    for (int k = 0; k < observation.length; k++) {
      if (!(observation[k] >= space.low(k) && observation[k] <= space.high(k))) {
        wrong.append("entry ").append(k).append(" is ").append(observation[k]);
        wrong.append(", outside [").append(space.low(k)).append(", ").append(space.high(k));
        wrong.append("]; ");
      }
    }
    Rule.require(wrong.isEmpty(), wrong.toString());
  }

  private static void seeded(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      String first = Play.facts(env.reset(ResetOptions.seeded(SEED))) + Play.state(env);
      String second = Play.facts(env.reset(ResetOptions.seeded(SEED))) + Play.state(env);
      Rule.requireEqual(first, second, "the second reset with seed " + SEED);
    }
  }

  private static void secondEpisode(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      env.reset(ResetOptions.seeded(SEED));
      String first = Play.facts(env.reset(ResetOptions.none()));
      env.reset(ResetOptions.seeded(SEED));
      String second = Play.facts(env.reset(ResetOptions.none()));
      Rule.requireEqual(first, second, "the reset after a reset with seed " + SEED);
    }
  }

  private static void seedsDiffer(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      env.reset(ResetOptions.seeded(SEED));
      String one = Play.state(env);
      if (one == null) {
        throw new Rule.SkippedRule("the environment does not show its random numbers");
      }
      env.reset(ResetOptions.seeded(SEED + 1));
      Rule.require(
          !one.equals(Play.state(env)),
          "after the seeds " + SEED + " and " + (SEED + 1) + " the state is the same: " + one);
    }
  }

  private static void unseeded(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      env.reset(ResetOptions.none());
      String one = afterUnseeded(env, SEED);
      String other = afterUnseeded(env, SEED + 1);
      if (one.equals("null")) {
        throw new Rule.SkippedRule("the environment does not show its random numbers");
      }
      Rule.require(
          !one.equals(other),
          "after a reset without seed the state is the same, whatever the seed before: " + one);
    }
  }

  private static String afterUnseeded(Env env, long seed) {
    env.reset(ResetOptions.seeded(seed));
    env.reset(ResetOptions.none());
    return String.valueOf(Play.state(env));
  }

  private static void options(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      env.reset(ResetOptions.none());
      String message =
          Rule.requireRefused(
              IllegalArgumentException.class,
              "the unknown option noSuchOption",
              () -> env.reset(ResetOptions.none().with("noSuchOption", 1)));
      Rule.require(
          message.contains("noSuchOption"), "the message does not name the option: " + message);
    }
  }

  private static void midEpisode(CheckSubject subject) {
    try (Env used = subject.single().get();
        Env fresh = subject.single().get()) {
      Step step = used.reset(ResetOptions.seeded(SEED + 5));
      SeededRandom random = new SeededRandom(1);
      for (int t = 0; t < 2 && !step.done(); t++) {
        step = used.step(Play.action(used, step, random));
      }
      Play.requireSame(
          Play.trace(fresh, SEED, 3),
          Play.trace(used, SEED, 3),
          "after a reset in an episode it goes on otherwise than a fresh one");
    }
  }

  private static void negativeSeed(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Rule.requireRefused(
          IllegalArgumentException.class, "the seed -1", () -> env.reset(ResetOptions.seeded(-1)));
    }
  }
}
