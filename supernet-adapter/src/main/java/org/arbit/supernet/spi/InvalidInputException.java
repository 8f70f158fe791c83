package org.arbit.supernet.spi;

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

  /** Creates an exception with a one-line message for the user and what led to it. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
