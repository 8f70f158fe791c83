package org.arbit.supernet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What to load.
 *
 * @param source the file or folder to read; null for data that are generated
 * @param sizes of the three parts
 * @param seed decides which images go to which part, and of generated data everything
 * @param options of the provider, by name
 */
public record DataRequest(
    @Nullable Path source, SplitSizes sizes, long seed, Map<String, String> options) {

  /** Copies the options. */
  public DataRequest {
    options = Map.copyOf(options);
  }

  /** Returns a request for generated data, with the provider's own sizes. */
  public static DataRequest generated(long seed) {
    return new DataRequest(null, SplitSizes.DEFAULT, seed, Map.of());
  }

  /** Returns a request for all of a file or folder. */
  public static DataRequest of(Path source, long seed) {
    return new DataRequest(source, SplitSizes.DEFAULT, seed, Map.of());
  }

  /** Returns the same request with other sizes. */
  public DataRequest withSizes(SplitSizes other) {
    return new DataRequest(source, other, seed, options);
  }

  /** Returns the same request with an option set. */
  public DataRequest withOption(String name, String value) {
    Map<String, String> more = new HashMap<>(options);
    more.put(name, value);
    return new DataRequest(source, sizes, seed, more);
  }

  /**
   * Returns the source.
   *
   * @throws InvalidInputException if there is none, or it does not exist
   */
  Path existingSource(String provider) {
    if (source == null) {
      throw new InvalidInputException(
          "The data set \"" + provider + "\" needs a file or folder to read, but none is given.");
    }
    if (!Files.exists(source)) {
      throw new InvalidInputException(source + " does not exist; expected data to read there.");
    }
    return source;
  }

  /** Returns the value of an option, if it is set. */
  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * Returns the value of an option that is a whole number.
   *
   * @throws InvalidInputException if it is not one within the bounds
   */
  int intOption(String name, int otherwise, int least, int greatest) {
    String text = options.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of bounds.
    }
    throw new InvalidInputException(
        "The option \"%s\" is \"%s\"; expected a whole number in %d..%d."
            .formatted(name, text, least, greatest));
  }
}
