package org.arbit.experiments.bench;

/**
 * A measurement and another one that it is compared with, round by round: twice the samples with
 * the half of them, two workers with one.
 */
final class ComparedBench implements Bench {

  private final String name;
  private final Bench measured;
  private final Bench compared;
  private final Reference reference;

  ComparedBench(String name, Bench measured, Bench compared, Reference reference) {
    this.name = name;
    this.measured = measured;
    this.compared = compared;
    this.reference = reference;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return measured.name() + " (" + measured.summary() + ") beside " + compared.name();
  }

  @Override
  public long work() {
    return measured.work();
  }

  @Override
  public Prepared prepare() {
    Prepared whole = measured.prepare();
    Prepared other = compared.prepare();
    return new Prepared() {
      @Override
      public void run() {
        whole.run();
      }

      @Override
      public Reference reference() {
        return reference;
      }

      @Override
      public void runReference() {
        other.run();
      }

      @Override
      public void close() {
        whole.close();
        other.close();
      }
    };
  }
}
