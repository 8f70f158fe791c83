package org.arbit.env.check;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;

/** The same seed and the same actions give the same episode. */
final class DeterminismRules {

  private static final int EPISODES = 50;
  private static final long SEED = 11;

  private DeterminismRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.error(30, "the same seed and action give the same step", DeterminismRules::step),
        Rule.error(31, "two instances play alike, in any thread", DeterminismRules::rollouts));
  }

  private static void step(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      String expected = "";
      for (int time = 0; time < 2; time++) {
        Step first = env.reset(ResetOptions.seeded(SEED));
        int action = Play.action(env, first, new SeededRandom(SEED));
        String found = Play.facts(env.step(action)) + Play.state(env);
        expected = time == 0 ? found : expected;
        Rule.requireEqual(expected, found, "the step after seed " + SEED + " and " + action);
      }
    }
  }

  private static void rollouts(CheckSubject subject) throws Exception {
    List<String> expected = play(subject);
    Play.requireSame(expected, play(subject), "a second instance plays otherwise");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<String>> one = threads.submit(() -> play(subject));
      Future<List<String>> other = threads.submit(() -> play(subject));
      Play.requireSame(expected, one.get(), "an instance in another thread plays otherwise");
      Play.requireSame(expected, other.get(), "an instance in another thread plays otherwise");
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> play(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      return Play.trace(env, SEED, EPISODES);
    }
  }
}
