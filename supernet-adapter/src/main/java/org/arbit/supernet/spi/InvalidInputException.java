package org.arbit.supernet.spi;

import java.nio.file.Path;

/**
 * Something that the user gave cannot be used: a file, an option, a configuration. The message is
 * one line that names the thing, the value found and what was expected; commands print it without a
 * stack trace.
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a one-line message for the user. */
  public InvalidInputException(String message) {
    super(message);
  }

  /**
   * Does something with what a file holds.
   *
   * @param place file or folder, which is put before a message that does not name it
   * @throws InvalidInputException if {@code attempt} does, with the place in its message
   */
  public static <T, E extends Exception> T naming(Path place, Attempt<T, E> attempt) throws E {
    try {
      return attempt.call();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains(place.toString())) {
        throw e;
      }
      throw new InvalidInputException(place + ": " + message, e);
    }
  }

  /** Something that may find its input not usable. */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {

    /** Does it. */
    T call() throws E;
  }

  /** Creates an exception with a one-line message for the user and what led to it. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
