package org.arbit.supernet.data;

import java.nio.file.Path;
import java.util.Set;
import org.arbit.supernet.spi.Named;

/**
 * A kind of data set that can be chosen by name, or is found out by what lies in a folder. To add
 * one: implement this interface with a public constructor without parameters, and name the class in
 * {@code META-INF/services/org.arbit.supernet.data.DataProvider} of your jar. The built-in ones
 * come in by the same door.
 */
public interface DataProvider extends Named {

  /** Returns the names of the options that {@link #load} understands. */
  default Set<String> options() {
    return Set.of();
  }

  /** Whether it makes its data instead of reading them. */
  default boolean isGenerated() {
    return false;
  }

  /**
   * Whether the file or folder looks like data of this kind, by names alone: nothing is read. A
   * provider that needs no source returns false.
   */
  boolean canRead(Path source);

  /**
   * Loads the data in three disjoint parts. The same request on the same files gives the same parts
   * on every machine.
   *
   * @throws org.arbit.supernet.spi.InvalidInputException if the source is missing, broken or does
   *     not suit the request, with a message of one line
   */
  DataSplits load(DataRequest request);
}
