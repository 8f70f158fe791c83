package org.arbit.experiments.run;

/** How long work shows that it goes on. Safe for use by several threads. */
public interface Progress {

  /** Shows nothing. */
  Progress QUIET =
      new Progress() {
        @Override
        public Part start(String name, String unit, long total) {
          return (done, detail) -> {};
        }

        @Override
        public void say(String line) {}
      };

  /**
   * Starts a part of the work; the one before must be closed.
   *
   * @param name such as {@code super-network}
   * @param unit what is counted, in the plural, such as {@code batches}
   * @param total how many there will be; at least 1
   */
  Part start(String name, String unit, long total);

  /** Shows one line that stays. */
  void say(String line);

  /** Shows one line that the user should see even where no progress is wanted. */
  default void warn(String line) {
    say(line);
  }

  /** A part of the work. */
  @FunctionalInterface
  interface Part extends AutoCloseable {

    /**
     * Shows how far it is.
     *
     * @param done so many of the total
     * @param detail a few words on the state, such as {@code loss 0.31}; may be empty
     */
    void to(long done, String detail);

    /** Shows how far it is. */
    default void to(long done) {
      to(done, "");
    }

    /** Ends the part. */
    @Override
    default void close() {}
  }
}
