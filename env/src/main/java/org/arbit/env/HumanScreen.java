package org.arbit.env;

/**
 * Where {@link RenderMode#HUMAN} shows its pictures: the standard output. The only place outside
 * the command line that prints, because whoever chose that mode asked for it.
 */
public final class HumanScreen {

  private HumanScreen() {}

  /** Prints the text and ends the line. */
  public static void show(String text) {
    System.out.println(text);
  }
}
