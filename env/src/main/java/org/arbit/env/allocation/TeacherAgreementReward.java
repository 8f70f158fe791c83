package org.arbit.env.allocation;

/**
 * 1 at the end where the network predicts what it predicts at its greatest bit-widths, else 0.
 * Needs no label.
 */
public final class TeacherAgreementReward implements RewardTerm {

  @Override
  public String name() {
    return "teacher-agreement";
  }

  @Override
  public String summary() {
    return "1 at the end where the network predicts what it does at its greatest bit-widths";
  }

  @Override
  public String unit() {
    return "share";
  }

  @Override
  public boolean needsTeacher() {
    return true;
  }

  @Override
  public double reward(AllocationView view, int sample) {
    return view.done() ? view.teacherAgreement(sample) : 0;
  }
}
