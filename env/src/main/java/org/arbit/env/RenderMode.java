package org.arbit.env;

/** How an environment draws its state. */
public enum RenderMode {
  /** Not at all. */
  NONE,
  /** As text, returned. */
  ANSI,
  /** As a piece of HTML, returned. */
  HTML,
  /** As text, printed to the standard output. */
  HUMAN
}
