package org.arbit.experiments.run;

import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;

/** A part of a data set. */
public enum Split {
  /** For learning. */
  TRAIN,
  /** For choosing. */
  VALIDATION,
  /** For reporting. */
  TEST;

  /** Returns that part. */
  public Dataset of(DataSplits data) {
    return switch (this) {
      case TRAIN -> data.train();
      case VALIDATION -> data.validation();
      case TEST -> data.test();
    };
  }
}
