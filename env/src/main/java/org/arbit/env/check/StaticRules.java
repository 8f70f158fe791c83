package org.arbit.env.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.arbit.env.Step;

/** What can be seen without playing, and the end of life. */
final class StaticRules {

  private static final Set<String> MODES = Set.of("ansi", "html", "human");

  private StaticRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.error(9, "spaces are there and stay the same object", StaticRules::spaces),
        Rule.error(10, "observation bounds are finite, low below high", StaticRules::bounds),
        Rule.error(11, "the specification has an id with a version", StaticRules::spec),
        Rule.error(12, "render modes are declared", StaticRules::renderModes),
        Rule.error(44, "render returns text where its mode says so", StaticRules::render),
        Rule.error(45, "close works twice, and nothing works after it", StaticRules::close));
  }

  /** The same object, not only an equal one: agents keep it. */
  @SuppressWarnings("ReferenceEquality")
  private static void spaces(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Box observations = env.observationSpace();
      Discrete actions = env.actionSpace();
      Rule.require(observations != null && actions != null, "a space is null");
      String before = observations.toJson() + actions.toJson();
      Step first = env.reset(ResetOptions.seeded(0));
      Play.episode(env, first, new SeededRandom(0), step -> {});
      Rule.require(
          env.observationSpace() == observations && env.actionSpace() == actions,
          "after an episode a space is another object");
      Rule.requireEqual(
          before, env.observationSpace().toJson() + env.actionSpace().toJson(), "the spaces");
    }
  }

  private static void bounds(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      Box space = env.observationSpace();
      StringBuilder wrong = new StringBuilder();
      for (int k = 0; k < space.size(); k++) {
        boolean finite = Float.isFinite(space.low(k)) && Float.isFinite(space.high(k));
        if (!finite || space.low(k) >= space.high(k)) {
          wrong.append("entry ").append(k).append(" has [").append(space.low(k)).append(", ");
          wrong.append(space.high(k)).append("]; ");
        }
      }
      Rule.require(wrong.isEmpty(), wrong.toString());
    }
  }

  private static void spec(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      EnvSpec spec = env.spec();
      Rule.require(spec != null, "the specification is null");
      Rule.requireEqual(spec, EnvSpec.fromJson(spec.toJson()), "the specification after JSON");
    }
  }

  private static void renderModes(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      for (String mode : env.spec().renderModes()) {
        Rule.require(
            MODES.contains(mode), "the render mode " + mode + " is none of ansi, html, human");
      }
      Object mode = env.spec().parameters().get("renderMode");
      Rule.require(
          mode == null || mode.equals("none") || env.spec().renderModes().contains(mode),
          "the environment was made with the render mode "
              + mode
              + ", but declares "
              + env.spec().renderModes());
    }
  }

  private static void render(CheckSubject subject) {
    try (Env env = subject.single().get()) {
      env.reset(ResetOptions.seeded(0));
      Object mode = env.spec().parameters().get("renderMode");
      boolean returns = "ansi".equals(mode) || "html".equals(mode);
      String picture = env.render();
      Rule.require(
          returns == (picture != null),
          "with the render mode " + mode + " render returns " + picture);
    }
    CheckSubject.Variant variant = subject.variant();
    if (variant == null || subject.network() == null) {
      return;
    }
    for (String mode : List.of("ansi", "html")) {
      try (Env env = variant.make(Map.of("renderMode", mode))) {
        env.reset(ResetOptions.seeded(0));
        String picture = env.render();
        Rule.require(
            picture != null && !picture.isBlank(), "in the mode " + mode + " render is " + picture);
      }
    }
  }

  private static void close(CheckSubject subject) {
    Env env = subject.single().get();
    Step first = env.reset(ResetOptions.seeded(0));
    int action = Play.action(env, first, new SeededRandom(0));
    env.close();
    env.close();
    Rule.requireRefused(IllegalStateException.class, "a step after close", () -> env.step(action));
    Rule.requireRefused(
        IllegalStateException.class, "a reset after close", () -> env.reset(ResetOptions.none()));
  }
}
