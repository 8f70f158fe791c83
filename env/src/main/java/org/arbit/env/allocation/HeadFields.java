package org.arbit.env.allocation;

import java.util.List;

/**
 * How sure the last head was that the sample has passed: a cheap look at how hard the sample is.
 * Every sample that comes to a head pays for it, whether it leaves there or not.
 */
public final class HeadFields implements ObservationField {

  /** A gap of so many logits, odds of 22,000 to 1, is as good as a greater one. */
  public static final float WIDEST = 10;

  private static final List<Entry> ENTRIES =
      List.of(
          Entry.share("gap", "greatest logit less the second, of " + (int) WIDEST + " at most"),
          Entry.share("passed", "0 or 1"));

  @Override
  public String name() {
    return "head";
  }

  @Override
  public String summary() {
    return "how sure the last head was; every sample that comes to a head pays for it";
  }

  @Override
  public boolean looksAtHeads() {
    return true;
  }

  @Override
  public Writer writer(ObservationSetting setting) {
    if (setting.network().exits().isEmpty()) {
      return ObservationField.writer(List.of(), (view, sample, into, offset) -> {});
    }
    return ObservationField.writer(
        ENTRIES,
        (view, sample, into, offset) -> {
          float gap = view.headGap(sample);
          into[offset] = Math.max(0, Math.min(gap, WIDEST)) / WIDEST;
          into[offset + 1] = gap < 0 ? 0 : 1;
        });
  }
}
