package org.arbit.tests.report;

import java.util.List;
import java.util.Random;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.experiments.report.AdaptiveResult;
import org.arbit.experiments.report.Estimate;
import org.arbit.experiments.report.LearningCurve;
import org.arbit.experiments.report.ReportData;
import org.arbit.experiments.report.ReportPoint;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;

/** A made-up report with every section, in the size and shape of a real one. */
final class Reports {

  private static final int SAMPLES = 600;
  private static final BitWidths BITS = BitWidths.of(2, 3, 4, 8);
  private static final List<String> LAYERS =
      List.of(
          "block0.conv1",
          "block0.conv2",
          "block1.conv1",
          "block1.conv2",
          "block2.conv1",
          "block2.conv2");
  private static final double[] TRADE_OFFS = {0.01, 0.03, 0.1};

  private Reports() {}

  /**
   * Returns a report.
   *
   * @param difficulty whether the samples have one
   * @param title shown as heading, and as a setting
   */
  static ReportData madeUp(boolean difficulty, String title) {
    Discs discs = new Discs(difficulty);
    ReportData.Builder report = ReportData.builder(title, BITS, LAYERS, discs);
    report.fact("data set", "discs, 600 test images").fact("network", "resnet8, recipe abn");
    report.fact("bit-widths", BITS.toString()).fact("time", "3 min 12 s");
    addStatics(report);
    for (String agent : List.of("dqn", "reinforce")) {
      for (int t = 0; t < TRADE_OFFS.length; t++) {
        addAgent(report, agent, t, discs);
      }
      for (long seed = 1; seed <= 2; seed++) {
        report.curve(curve(agent, seed));
      }
    }
    report.setting("title", title).setting("seed", "1").setting("supernet.width", "8");
    report.command("The whole run", "./arbit quickstart --seed 1 --out runs/quickstart");
    return report.build();
  }

  private static void addStatics(ReportData.Builder report) {
    for (int bits : BITS.toArray()) {
      report.point(
          new ReportPoint(
              "uniform-" + bits,
              "static",
              Double.NaN,
              1,
              Estimate.exactly(0.96 - 0.2 / (bits * bits)),
              bits,
              2e7 + 8e6 * bits * bits,
              0,
              Double.NaN));
    }
  }

  private static void addAgent(ReportData.Builder report, String agent, int t, Discs discs) {
    boolean dqn = agent.equals("dqn");
    double cost = 3e8 / (1 << t) * (dqn ? 1 : 1.2);
    double accuracy = 0.958 - 0.004 * t * t - (dqn ? 0 : 0.003);
    report.point(
        new ReportPoint(
            agent,
            "agent",
            TRADE_OFFS[t],
            5,
            new Estimate(accuracy, accuracy - 0.004, accuracy + 0.003),
            6 - 1.2 * t,
            cost,
            1.4e6,
            0.42));
    report.point(
        new ReportPoint(
            "random@" + agent + "@" + TRADE_OFFS[t],
            "random",
            Double.NaN,
            1,
            Estimate.exactly(accuracy - 0.02),
            6 - 1.2 * t,
            cost,
            0,
            Double.NaN));
    byte[] bits = new byte[SAMPLES * LAYERS.size()];
    int[] predicted = new int[SAMPLES];
    int[] labels = new int[SAMPLES];
    Random random = new Random(31 * t + agent.hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      for (int l = 0; l < LAYERS.size(); l++) {
        double wish = 3.4 * discs.hardness(i) + random.nextGaussian() * 0.6 + 1 - t;
        int choice = (int) Math.max(0, Math.min(BITS.size() - 1, Math.round(wish)));
        bits[i * LAYERS.size() + l] = (byte) BITS.at(choice);
      }
      labels[i] = discs.label(i);
      predicted[i] =
          random.nextDouble() < 0.1 * discs.hardness(i) ? (labels[i] + 1) % 10 : labels[i];
    }
    report.adaptive(
        new AdaptiveResult(
            agent,
            TRADE_OFFS[t],
            new SampleOutcomes(LAYERS.size(), bits, bits, predicted, labels)));
  }

  private static LearningCurve curve(String agent, long seed) {
    Random random = new Random(seed);
    return new LearningCurve(
        agent,
        seed,
        "return",
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(
                k ->
                    new LearningCurve.Point(
                        1000L * k, 0.9 - Math.exp(-k / 8.0) + 0.02 * random.nextGaussian()))
            .toList());
  }

  /** Discs whose class is their size, and whose difficulty is their noise. */
  private record Discs(boolean known) implements Dataset {

    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

    @Override
    public String name() {
      return "discs";
    }

    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public int classes() {
      return 10;
    }

    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public void image(int index, byte[] into, int offset) {
      Random random = new Random(index);
      for (int p = 0; p < SHAPE.size(); p++) {
        double distance = Math.hypot(p % 28 - 13.5, Math.floorDiv(p, 28) - 13.5);
        double ink = distance < 3 + label(index) ? 200 : 10;
        double noise = 120 * hardness(index) * random.nextGaussian();
        into[offset + p] = (byte) Math.max(0, Math.min(255, ink + noise));
      }
    }

    @Override
    public int label(int index) {
      return index % 10;
    }

    @Override
    public double difficulty(int index) {
      return known ? hardness(index) : Double.NaN;
    }

    double hardness(int index) {
      return (index * 37 % SAMPLES) / (double) SAMPLES;
    }
  }
}
