package org.arbit.env.allocation;

import java.util.List;
import org.arbit.supernet.BitWidths;

/** The last choices and the mean so far, in bits / 8; 0 before the first. */
public final class HistoryFields implements ObservationField {

  private static final String UNIT = "bits / 8";
  private static final List<Entry> JOINT =
      List.of(
          Entry.share("last", UNIT), Entry.share("beforeLast", UNIT), Entry.share("mean", UNIT));
  private static final List<Entry> SEPARATE =
      List.of(
          Entry.share("lastWeight", UNIT),
          Entry.share("lastActivation", UNIT),
          Entry.share("meanWeight", UNIT),
          Entry.share("meanActivation", UNIT));

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String summary() {
    return "the last choices and the mean bits so far";
  }

  @Override
  public Writer writer(ObservationSetting setting) {
    return ObservationField.writer(setting.separate() ? SEPARATE : JOINT, HistoryFields::write);
  }

  private static void write(AllocationView view, int sample, float[] into, int offset) {
    int run = view.layersRun(sample);
    float unit = BitWidths.GREATEST;
    float last = run == 0 ? 0 : view.weightBits(sample, run - 1) / unit;
    float mean = run == 0 ? 0 : view.weightBitsSum(sample) / (run * unit);
    into[offset] = last;
    if (view.separate()) {
      into[offset + 1] = run == 0 ? 0 : view.activationBits(sample, run - 1) / unit;
      into[offset + 2] = mean;
      into[offset + 3] = run == 0 ? 0 : view.activationBitsSum(sample) / (run * unit);
    } else {
      into[offset + 1] = run < 2 ? 0 : view.weightBits(sample, run - 2) / unit;
      into[offset + 2] = mean;
    }
  }
}
