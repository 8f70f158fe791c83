package org.arbit.env.allocation;

import java.util.List;
import org.arbit.supernet.spi.Named;

/**
 * A group of neighbouring entries of the observation. To add one: implement this interface without
 * state and name the class in {@code META-INF/services/org.arbit.env.allocation.ObservationField}.
 */
public interface ObservationField extends Named {

  /**
   * Whether the group shows what heads say, so that every sample that comes to a head pays for it.
   */
  default boolean looksAtHeads() {
    return false;
  }

  /** Returns what writes the entries for one environment. */
  Writer writer(ObservationSetting setting);

  /** Writes the entries of a group. */
  interface Writer {

    /** Returns the entries; the same list each time, empty where the setting needs none. */
    List<Entry> entries();

    /**
     * Writes the entries of a sample for the waiting layer. Called at the end of the batch, too.
     *
     * @param into receives as many numbers as there are entries, from {@code offset}; each within
     *     the bounds of its entry
     */
    void write(AllocationView view, int sample, float[] into, int offset);
  }

  /** Returns a writer of the given entries. */
  static Writer writer(List<Entry> entries, Filler filler) {
    List<Entry> copy = List.copyOf(entries);
    return new Writer() {
      @Override
      public List<Entry> entries() {
        return copy;
      }

      @Override
      public void write(AllocationView view, int sample, float[] into, int offset) {
        filler.write(view, sample, into, offset);
      }
    };
  }

  /** What {@link Writer#write} does, without the entries. */
  @FunctionalInterface
  interface Filler {

    /** Writes the entries of a sample. */
    void write(AllocationView view, int sample, float[] into, int offset);
  }

  /**
   * One number of an observation.
   *
   * @param name unique in its group
   * @param unit such as {@code share} or {@code bits/8}
   * @param low its least value
   * @param high its greatest value, more than the least
   */
  record Entry(String name, String unit, float low, float high) {

    /** An entry in [0, 1]. */
    public static Entry share(String name, String unit) {
      return new Entry(name, unit, 0, 1);
    }
  }
}
