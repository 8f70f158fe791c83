package org.arbit.agents;

import java.util.Locale;

/** What an agent is or can do; conformance rules that need another capability are skipped. */
public enum Capability {
  /** Is a {@link LearningAgent}. */
  LEARNS,
  /** Never chooses an invalid action. */
  MASKS,
  /** The same seed gives the same agent, bit for bit. */
  SEEDED,
  /** Its state can be saved and restored exactly. */
  RESUMES,
  /** Learns action values. */
  Q_LEARNING,
  /** Uses generalised advantage estimation. */
  GAE,
  /** Clips the policy ratio. */
  PPO,
  /** Runs the network more than once per sample. */
  MULTI_PASS,
  /** Sees labels: a bound, not a target. */
  PRIVILEGED,
  /** Is a {@link FittedAgent}. */
  FITS;

  /** Returns the name as it is written, such as {@code q-learning}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
