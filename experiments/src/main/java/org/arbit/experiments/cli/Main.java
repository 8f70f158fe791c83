package org.arbit.experiments.cli;

/** Where {@code ./arbit} enters. */
public final class Main {

  private Main() {}

  /** Prints what this is; the commands come with the parts they start. */
  public static void main(String[] args) {
    System.out.println("arbit: bit-widths per layer and sample, chosen by a learned policy.");
  }
}
