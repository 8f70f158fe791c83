package org.arbit.env.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.arbit.env.Env;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;
import org.arbit.env.allocation.ActionCoding;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;

/** What environments that choose bit-widths promise besides. */
final class AllocationRules {

  private static final int EPISODES = 25;
  private static final int MANY_EPISODES = 100;

  private AllocationRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.error(27, "an episode has a step per searchable layer", AllocationRules::length),
        Rule.error(37, "the mask is in the info, and the same everywhere", AllocationRules::mask),
        Rule.error(38, "some action is valid until the end", AllocationRules::someAction),
        Rule.error(39, "masks keep the budget, and nothing more", AllocationRules::budget),
        Rule.error(40, "a budget that cannot be kept is refused", AllocationRules::infeasible),
        Rule.error(41, "BitOps are those of the chosen bits", AllocationRules::bitOps),
        Rule.error(42, "the network stays as it is", AllocationRules::frozen),
        Rule.error(43, "a static allocation has one accuracy", AllocationRules::accuracy));
  }

  private static void length(CheckSubject subject) {
    NetworkSpec network = network(subject).spec();
    try (Env env = subject.single().get()) {
      boolean mayLeave = coding(subject, env).hasExit();
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < EPISODES; episode++) {
        int[] steps = new int[1];
        Step last =
            Play.episode(
                env,
                env.reset(ResetOptions.seeded(episode)),
                random,
                step -> {
                  steps[0]++;
                  Rule.require(!step.truncated(), "step " + steps[0] + " is truncated");
                });
        Rule.require(last.terminated(), "an episode ends without being terminated");
        Rule.require(
            mayLeave ? steps[0] <= network.layers() : steps[0] == network.layers(),
            "an episode has " + steps[0] + " steps for " + network.layers() + " layers");
      }
    }
  }

  private static void mask(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < EPISODES; episode++) {
        Step step = env.reset(ResetOptions.seeded(episode));
        while (!step.done()) {
          String expected = Play.describe(env.actionMasks());
          Rule.requireEqual(env.actionSpace().n(), step.mask().length, "the length of the mask");
          Rule.requireEqual(expected, Play.describe(step.mask()), "the mask of a step");
          Rule.requireEqual(
              expected, Play.describe(step.info().get("actionMask")), "the info actionMask");
          step = env.step(Play.action(env, step, random));
        }
      }
    }
  }

  private static void someAction(CheckSubject subject) {
    try (Env env = tight(subject)) {
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < MANY_EPISODES; episode++) {
        Step step = env.reset(ResetOptions.seeded(episode));
        while (!step.done()) {
          boolean any = false;
          for (boolean valid : step.mask()) {
            any |= valid;
          }
          Rule.require(any, "at layer " + step.info().get("layer") + " nothing is valid");
          step = env.step(Play.action(env, step, random));
        }
      }
    }
  }

  private static void budget(CheckSubject subject) {
    try (Env env = tight(subject)) {
      Completions completions =
          new Completions(network(subject).spec(), coding(subject, env), env.spec());
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < EPISODES; episode++) {
        Step step = env.reset(ResetOptions.seeded(episode));
        long budget = whole(step, "budget");
        long spent = completions.stem();
        for (int layer = 0; !step.done(); layer++) {
          for (int a = 0; a < step.mask().length; a++) {
            boolean fits = completions.leastAfter(layer, a, spent) <= budget;
            Rule.require(
                fits == step.mask()[a],
                "at layer "
                    + layer
                    + " with "
                    + spent
                    + " of "
                    + budget
                    + " spent, action "
                    + a
                    + (fits ? " would fit but is masked" : " cannot fit but is valid"));
          }
          int action = Play.action(env, step, random);
          spent += completions.cost(layer, action);
          step = env.step(action);
        }
        Rule.require(
            whole(step, "bitOps") <= budget,
            whole(step, "bitOps") + " BitOps are spent with a budget of " + budget);
      }
    }
  }

  private static void infeasible(CheckSubject subject) {
    CheckSubject.Variant variant = variant(subject);
    long least;
    try (Env env = subject.single().get()) {
      Completions completions =
          new Completions(network(subject).spec(), coding(subject, env), env.spec());
      least = completions.least(0, completions.stem());
    }
    String message =
        Rule.requireRefused(
            IllegalArgumentException.class,
            "a budget of " + (least - 1) + " BitOps",
            () -> variant.make(Map.of("budget", least - 1)).close());
    Rule.require(
        message.contains(Long.toString(least)),
        "the message does not name the least reachable " + least + ": " + message);
    variant.make(Map.of("budget", least)).close();
  }

  private static void bitOps(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      ActionCoding coding = coding(subject, env);
      Completions completions = new Completions(network(subject).spec(), coding, env.spec());
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < EPISODES; episode++) {
        Step step = env.reset(ResetOptions.seeded(episode));
        long spent = completions.stem();
        boolean left = false;
        for (int layer = 0; !step.done(); layer++) {
          int action = Play.action(env, step, random);
          spent += completions.cost(layer, action);
          left = action == coding.exitAction();
          step = env.step(action);
        }
        spent += left ? 0 : completions.classifier();
        Rule.requireEqual(spent, whole(step, "bitOps"), "the BitOps of an episode");
      }
      Map<Integer, Long> byProduct = new HashMap<>();
      for (int action = 0; action < coding.bitActions(); action++) {
        int product = coding.weightBits(action) * coding.activationBits(action);
        long spent = uniform(env, action);
        byProduct.forEach(
            (other, cost) ->
                Rule.require(
                    Integer.compare(other, product) == Long.compare(cost, spent),
                    other + " bit products cost " + cost + ", " + product + " cost " + spent));
        byProduct.put(product, spent);
      }
    }
  }

  /** Plays one action throughout, or the nearest valid one. */
  private static long uniform(Env env, int action) {
    Step step = env.reset(ResetOptions.seeded(1));
    while (!step.done()) {
      if (!step.mask()[action]) {
        throw new Rule.SkippedRule("action " + action + " is not valid throughout");
      }
      step = env.step(action);
    }
    return whole(step, "bitOps");
  }

  private static void frozen(CheckSubject subject) {
    SuperNetwork network = network(subject);
    String before = network.fingerprint() + Arrays.toString(logits(network));
    try (Env env = subject.single().get()) {
      SeededRandom random = new SeededRandom(3);
      for (int episode = 0; episode < MANY_EPISODES; episode++) {
        Play.episode(env, env.reset(ResetOptions.none()), random, step -> {});
      }
    }
    Rule.requireEqual(
        before,
        network.fingerprint() + Arrays.toString(logits(network)),
        "fingerprint and logits after " + MANY_EPISODES + " episodes");
  }

  private static float[] logits(SuperNetwork network) {
    byte[] image = new byte[network.spec().imageSize()];
    for (int k = 0; k < image.length; k++) {
      image[k] = (byte) (k * 31);
    }
    float[] logits = new float[network.spec().classes()];
    try (Walk walk = network.open(image, 1)) {
      while (!walk.done()) {
        walk.step(new int[] {network.bitWidths().max()});
      }
      walk.logits(logits);
    }
    return logits;
  }

  private static void accuracy(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Object first = null;
      for (int time = 0; time < 3; time++) {
        Step step = env.reset(ResetOptions.seeded(time));
        while (!step.done()) {
          step = env.step(firstValid(step.mask()));
        }
        Object accuracy = step.info().get("accuracy");
        if (accuracy == null) {
          throw new Rule.SkippedRule("no static allocation: there is no info accuracy");
        }
        first = time == 0 ? accuracy : first;
        Rule.require(
            accuracy.equals(first), "one allocation has the accuracies " + first + ", " + accuracy);
      }
    }
  }

  private static int firstValid(boolean[] mask) {
    int first = 0;
    while (!mask[first]) {
      first++;
    }
    return first;
  }

  /** Returns an environment with budgets from the least possible to the middle. */
  static Env tight(CheckSubject subject) {
    CheckSubject.Variant variant = variant(subject);
    try (Env env = subject.single().get()) {
      Completions completions =
          new Completions(network(subject).spec(), coding(subject, env), env.spec());
      long least = completions.least(0, completions.stem());
      long most = completions.most();
      return variant.make(Map.of("budget", List.of(least, least + (most - least) / 2)));
    }
  }

  private static CheckSubject.Variant variant(CheckSubject subject) {
    CheckSubject.Variant variant = subject.variant();
    if (variant == null) {
      throw new Rule.SkippedRule("the environment cannot be made with a budget");
    }
    return variant;
  }

  private static SuperNetwork network(CheckSubject subject) {
    SuperNetwork network = subject.network();
    if (network == null) {
      throw new Rule.SkippedRule("there is no network");
    }
    return network;
  }

  private static ActionCoding coding(CheckSubject subject, Env env) {
    ActionCoding coding = ActionCoding.of(network(subject), false);
    return env.actionSpace().n() > coding.actions()
        ? ActionCoding.of(network(subject), true)
        : coding;
  }

  private static long whole(Step step, String key) {
    if (step.info().get(key) instanceof Long number) {
      return number;
    }
    throw new Rule.BrokenRule("the info " + key + " is " + step.info().get(key) + ", no long");
  }
}
