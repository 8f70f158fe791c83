package org.arbit.agents.check;

import java.util.Arrays;
import java.util.List;
import org.arbit.agents.Capability;
import org.arbit.agents.Policy;
import org.arbit.env.SeededRandom;

/** Rules for the policies of learners: purity, masks, frequencies. */
final class PolicyRules {

  private static final int SAMPLES = 1000;
  private static final int DRAWS = 20_000;
  private static final long STEPS = 4000;

  private PolicyRules() {}

  static List<AgentRule> all() {
    return List.of(
        AgentRule.of(
            55, "the same observation gives the same action", PolicyRules::pure, Capability.LEARNS),
        AgentRule.of(
            56,
            "a masked action is never chosen",
            PolicyRules::masked,
            Capability.LEARNS,
            Capability.MASKS),
        AgentRule.of(
            57,
            "actions are drawn with the given probabilities",
            PolicyRules::frequencies,
            Capability.LEARNS));
  }

  private static float[] observations(Policy policy, int samples, SeededRandom random) {
    float[] observations = new float[samples * policy.inputs()];
    for (int k = 0; k < observations.length; k++) {
      observations[k] = (float) random.nextDouble();
    }
    return observations;
  }

  private static boolean[] all(Policy policy, int samples) {
    boolean[] masks = new boolean[samples * policy.actions()];
    Arrays.fill(masks, true);
    return masks;
  }

  private static String pure(Subject subject) {
    Policy policy = subject.trained(1, STEPS).policy();
    float[] observations = observations(policy, SAMPLES, new SeededRandom(1));
    int[] first = policy.act(observations.clone(), all(policy, SAMPLES), SAMPLES);
    int[] again = policy.act(observations.clone(), all(policy, SAMPLES), SAMPLES);
    if (!Arrays.equals(first, again)) {
      return "the same batch gives other actions the second time";
    }
    int d = policy.inputs();
    for (int i = 0; i < SAMPLES; i += 100) {
      float[] row = Arrays.copyOfRange(observations, i * d, (i + 1) * d);
      if (policy.act(row, all(policy, 1), 1)[0] != first[i]) {
        return "sample " + i + " gets another action alone than in a batch";
      }
    }
    return "";
  }

  private static String masked(Subject subject) {
    Policy policy = subject.trained(1, STEPS).policy();
    SeededRandom random = new SeededRandom(2);
    int a = policy.actions();
    for (int round = 0; round < 10; round++) {
      float[] observations = observations(policy, SAMPLES, random);
      boolean[] masks = new boolean[SAMPLES * a];
      for (int i = 0; i < SAMPLES; i++) {
        masks[i * a + random.nextInt(a)] = true;
        for (int j = 0; j < a && i % 2 == 0; j++) {
          masks[i * a + j] |= random.nextInt(2) == 0;
        }
      }
      int[] best = policy.act(observations, masks, SAMPLES);
      int[] drawn = policy.sample(observations, masks, SAMPLES, random);
      for (int i = 0; i < SAMPLES; i++) {
        if (!masks[i * a + best[i]] || !masks[i * a + drawn[i]]) {
          return "sample " + i + " gets a masked action";
        }
      }
    }
    try {
      policy.act(observations(policy, 1, random), new boolean[a], 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
    return "a mask that leaves nothing is accepted";
  }

  private static String frequencies(Subject subject) {
    Policy policy = subject.trained(1, STEPS).policy();
    SeededRandom random = new SeededRandom(3);
    int a = policy.actions();
    float[] one = observations(policy, 1, random);
    float[] many = new float[DRAWS * policy.inputs()];
    for (int i = 0; i < DRAWS; i++) {
      System.arraycopy(one, 0, many, i * one.length, one.length);
    }
    boolean[] masks = all(policy, DRAWS);
    for (int i = 0; i < DRAWS; i++) {
      masks[i * a] = false;
    }
    double[] logs = new double[a];
    policy.logProbabilities(one, Arrays.copyOf(masks, a), 1, logs);
    int[] counts = new int[a];
    for (int action : policy.sample(many, masks, DRAWS, random)) {
      counts[action]++;
    }
    for (int j = 0; j < a; j++) {
      double p = StrictMath.exp(logs[j]);
      double deviation = Math.sqrt(p * (1 - p) / DRAWS);
      if (j == 0 && (p != 0 || counts[0] != 0)) {
        return "a masked action has probability " + p;
      }
      if (Math.abs(counts[j] / (double) DRAWS - p) > 5 * deviation + 1e-9) {
        return "action "
            + j
            + " has probability "
            + p
            + " and frequency "
            + counts[j] / (double) DRAWS;
      }
    }
    return "";
  }
}
