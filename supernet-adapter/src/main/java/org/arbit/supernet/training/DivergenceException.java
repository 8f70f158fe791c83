package org.arbit.supernet.training;

/** A loss, a gradient or a parameter of a training stopped being a number. */
public final class DivergenceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a one-line message for the user. */
  public DivergenceException(String message) {
    super(message);
  }
}
