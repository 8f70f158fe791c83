package org.arbit.env.allocation;

import org.arbit.supernet.spi.Named;

/**
 * One summand of the reward, shown in the infos as {@code reward.NAME}. To add one: implement this
 * interface without state and name the class in {@code
 * META-INF/services/org.arbit.env.allocation.RewardTerm}.
 */
public interface RewardTerm extends Named {

  /** Returns the unit of its value before weighting, such as {@code nat} or {@code share}. */
  String unit();

  /**
   * Returns the term for the step that {@code sample} has just taken. Finite. A sample that waits
   * after an early exit still gets what its outcome is worth when the batch has ended.
   */
  double reward(AllocationView view, int sample);

  /** Whether it needs {@link AllocationView#teacherAgreement}, which costs a further pass. */
  default boolean needsTeacher() {
    return false;
  }
}
