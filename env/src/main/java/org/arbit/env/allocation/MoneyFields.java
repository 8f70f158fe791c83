package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What has been spent, what must be spent at least, the trade-off, and the hard budget where there
 * is one. Shares are of the network at its greatest bit-widths, fixed layers included.
 */
public final class MoneyFields implements ObservationField {

  /** Decades of lambda that make the unit: from 0.003 to 0.3. */
  private static final double DECADES = 2;

  private static final String SHARE = "BitOps / BitOps at the greatest bit-widths";

  @Override
  public String name() {
    return "money";
  }

  @Override
  public String summary() {
    return "spent, least remaining, trade-off, and the hard budget where there is one";
  }

  @Override
  public Writer writer(ObservationSetting setting) {
    List<Entry> entries = new ArrayList<>();
    entries.add(Entry.share("spent", SHARE));
    entries.add(Entry.share("leastRemaining", SHARE));
    entries.add(new Entry("lambda", "log10(max(lambda, 0.003) / 0.003) / 2", 0, 2));
    if (setting.hardBudget()) {
      entries.add(Entry.share("budget", SHARE + ", at most 1"));
    }
    return ObservationField.writer(entries, new Ledger());
  }

  /** Writes the money, and remembers the code of each sample's trade-off for its episode. */
  private static final class Ledger implements ObservationField.Filler {

    private double[] lambdas = new double[0];
    private float[] codes = new float[0];

    @Override
    public void write(AllocationView view, int sample, float[] into, int offset) {
      double max = view.maxBitOps();
      // Who looks at heads at the greatest bit-widths spends a little more than the network.
      into[offset] = (float) Math.min(1, view.spent(sample) / max);
      into[offset + 1] = (float) Math.min(1, view.leastRemaining(sample) / max);
      into[offset + 2] = code(sample, view.lambda(sample));
      if (view.hasBudget()) {
        into[offset + 3] = (float) Math.min(1, view.budget(sample) / max);
      }
    }

    private float code(int sample, double lambda) {
      if (sample >= lambdas.length) {
        int length = Math.max(sample + 1, 2 * lambdas.length);
        int before = lambdas.length;
        lambdas = Arrays.copyOf(lambdas, length);
        codes = Arrays.copyOf(codes, length);
        Arrays.fill(lambdas, before, length, Double.NaN);
      }
      if (lambdas[sample] != lambda) {
        lambdas[sample] = lambda;
        codes[sample] = encode(lambda);
      }
      return codes[sample];
    }
  }

  /** Returns the trade-off as it stands in the observation: 0 for 0.003 and less, 1 for 0.3. */
  static float encode(double lambda) {
    double least = AllocationConfig.LEAST_LAMBDA;
    double decades = StrictMath.log10(Math.max(lambda, least) / least);
    return (float) Math.min(2, decades / DECADES);
  }
}
