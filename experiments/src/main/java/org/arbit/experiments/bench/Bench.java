package org.arbit.experiments.bench;

/**
 * One measurement of speed. It is prepared once and then run many times, in turns with its floor
 * and the peer, so that all of them see the same load of the machine.
 */
public interface Bench {

  /** Returns the name, such as {@code frozen-uniform/resnet8/n256}. */
  String name();

  /** Returns one line that says what one run does, with its unit of work. */
  String summary();

  /** Returns the units of work, such as decisions, of one run. */
  long work();

  /** Gets everything ready that is not measured. */
  Prepared prepare();

  /** What a measurement is compared with. */
  enum Reference {
    /** Nothing. */
    NONE,
    /** The fp32 convolutions and products alone, same shapes, threads and process. */
    FLOOR,
    /** The same number of decisions drawn at random, without an agent. */
    ENV_STEPS,
    /** Half the samples, or half the layers. */
    HALF,
    /** The same work by one worker instead of two. */
    ONE_WORKER
  }

  /** What is measured. Closed when all is done. */
  interface Prepared extends AutoCloseable {

    /** Does the work once. */
    void run();

    /** Returns what the work is compared with in the same rounds. */
    default Reference reference() {
      return Reference.NONE;
    }

    /** Runs the reference once. */
    default void runReference() {
      throw new UnsupportedOperationException("This measurement has no reference.");
    }

    @Override
    default void close() {}
  }
}
