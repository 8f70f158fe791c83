package org.arbit.supernet.network;

/** What halves the sides of a map after a stage. An odd row or column at the end is left out. */
public enum Pool {
  /** Nothing. */
  NONE,
  /** The greatest of 2x2 values. */
  MAX,
  /** The mean of 2x2 values. */
  AVERAGE
}
