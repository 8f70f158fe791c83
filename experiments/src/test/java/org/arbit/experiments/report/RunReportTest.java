package org.arbit.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.experiments.Summary;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunReportTest {

  private static final BitWidths BITS = BitWidths.of(2, 4, 8);

  // Four samples in two layers; the last one of them is wrong.
  private static final byte[] CHOSEN = {2, 2, 2, 4, 4, 8, 8, 8};
  private static final int[] LABELS = {0, 1, 0, 1};
  private static final int[] PREDICTED = {0, 1, 0, 0};

  @Test
  void showsOneLinePerResultAndDetailsOfTheAgentOnly() {
    ReportData data = RunReport.of(run("dqn", "seed: 1"), List.of());
    assertThat(data.points()).extracting(ReportPoint::name).containsExactly("dqn", "uniform-8");
    assertThat(data.adaptive()).extracting(AdaptiveResult::name).containsExactly("dqn");
    assertThat(data.layers()).containsExactly("layer0", "layer1");
    assertThat(data.title()).isEqualTo("Quickstart on dots");
  }

  @Test
  void countsTheShareOfEveryBitWidthPerLayer() {
    ReportData data = RunReport.of(run("dqn", "seed: 1"), List.of());
    double[][] shares = BitsPerLayer.shares(data.adaptive().get(0).outcomes(), BITS);
    assertThat(shares[0]).containsExactly(0, 0.5, 0.25, 0.25);
    assertThat(shares[1]).containsExactly(0, 0.25, 0.25, 0.5);
  }

  @Test
  void groupsBitsByDifficultyInRisingOrder() {
    ReportData data = RunReport.of(run("dqn", "seed: 1"), List.of());
    BitsByGroup groups = BitsByGroup.byDifficulty(data.samples(), data.adaptive().get(0));
    assertThat(groups.x()).containsExactly(0.1, 0.2, 0.6, 0.9);
    assertThat(groups.bits()).containsExactly(2, 3, 6, 8);
    assertThat(groups.accuracy()).containsExactly(1, 1, 1, 0);
    BitsByGroup classes = BitsByGroup.byClass(data.samples(), data.adaptive().get(0));
    assertThat(classes.bits()).containsExactly(4, 5.5);
  }

  @Test
  void namesTheSavingInItsHeadline() {
    assertThat(Headline.of(RunReport.of(run("dqn", "seed: 1"), List.of()).points()))
        .isEqualTo("No agent came within 0.5 points of uniform-8 (accuracy 100.00 %).");
    ReportPoint reference = point("uniform-8", "static", 1.0, 1000);
    ReportPoint four = point("uniform-4", "static", 0.996, 500);
    ReportPoint close = point("ppo", "agent", 0.9951, 250);
    ReportPoint cheaperButWorse = point("dqn", "agent", 0.9949, 100);
    assertThat(Headline.of(List.of(reference, four, close, cheaperButWorse)))
        .startsWith(
            "ppo at trade-off \u03bb = 0.03 answers 99.51 % right (one seed) with 25.0 % of")
        .endsWith(
            "That is 50.0 % of those of uniform-4, the cheapest uniform allocation that is as"
                + " accurate.");
  }

  @Test
  void escapesNamesAndSettingsInThePageAndInItsScript() {
    String page = HtmlReport.render(RunReport.of(run("<b>dqn</b>", "</script><i>x"), List.of()));
    assertThat(page).doesNotContain("<b>dqn").doesNotContain("</script><i>");
    assertThat(page).contains("&lt;b&gt;dqn").contains("\\u003cb\\u003edqn");
  }

  @Test
  void writesThePageAndThePictureWithoutAnythingFromElsewhere(@TempDir Path folder)
      throws IOException {
    HtmlReport.write(RunReport.of(run("dqn", "seed: 1"), List.of()), folder);
    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page).contains("uPlot").contains("data:image/png;base64,");
    assertThat(page).doesNotContainPattern("(src|href)=\"(?!data:)");
    assertThat(Files.readString(folder.resolve("frontier.svg")))
        .startsWith("<svg")
        .contains("uniform", "dqn", "prefers-color-scheme");
  }

  @Test
  void saysWhetherEasySamplesGotFewBits() {
    Gallery gallery = Gallery.of(new Dots(), new AdaptiveResult("dqn", 0.03, outcomes()));
    assertThat(gallery.confusion())
        .containsExactly(
            new Gallery.Confused("easy half", "2, 100.0 % right", "0"),
            new Gallery.Confused("hard half", "0", "2, 50.0 % right"));
    assertThat(HtmlReport.render(RunReport.of(run("dqn", "seed: 1"), List.of())))
        .contains("<th scope=\"row\">hard half</th><td>0</td><td>2, 50.0 % right</td>");
  }

  @Test
  void refusesOutcomesOfOtherSamples() {
    ReportData.Builder report =
        ReportData.builder("x", BITS, List.of("only"), new Dots())
            .adaptive(new AdaptiveResult("dqn", 0.03, outcomes()));
    assertThatThrownBy(report::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The report has 1 layers, but dqn has 2.");
  }

  private static ReportPoint point(String name, String type, double accuracy, double bitOps) {
    return new ReportPoint(
        name, type, 0.03, 1, Estimate.exactly(accuracy), 8, bitOps, 0, Double.NaN);
  }

  private static SampleOutcomes outcomes() {
    return new SampleOutcomes(2, CHOSEN, CHOSEN, PREDICTED, LABELS);
  }

  private static RunRecord run(String agent, String config) {
    Result learned = new Result(agent, ResultType.AGENT, 1L, 0.03, 0.75, 4.75, 900, 100, 1000, 0.9);
    Result uniform =
        new Result("uniform-8", ResultType.STATIC, null, null, 1, 8, 2000, 0, 2000, null);
    Summary summary =
        Summary.of(
            "quickstart",
            12,
            new Summary.DatasetFacts("dots", 10, 5, 4, "ab"),
            new Summary.SupernetFacts("abn", "tiny", List.of(2, 4, 8), new TreeMap<>()),
            List.of(learned, uniform));
    byte[] eights = {8, 8, 8, 8, 8, 8, 8, 8};
    return new RunRecord(
        summary,
        new NetworkSpec("tiny", 1, 2, 2, 2, List.of(layer(0), layer(1)), List.of(), List.of()),
        BITS,
        new Dots(),
        List.of(
            new Evaluated(learned, outcomes()),
            new Evaluated(uniform, new SampleOutcomes(2, eights, eights, LABELS, LABELS))),
        0,
        config,
        "./arbit quickstart");
  }

  private static LayerSpec layer(int index) {
    return new LayerSpec(
        "layer" + index, LayerSpec.Kind.CONVOLUTION, 0, 1, 1, 3, 1, 2, 2, 2, 2, 36, 9);
  }

  /** Four images of two by two pixels. */
  private static final class Dots implements Dataset {

    private static final double[] DIFFICULTY = {0.1, 0.2, 0.6, 0.9};

    @Override
    public String name() {
      return "dots";
    }

    @Override
    public ImageShape shape() {
      return new ImageShape(1, 2, 2);
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public int size() {
      return 4;
    }

    @Override
    public void image(int index, byte[] into, int offset) {
      into[offset + index] = (byte) 255;
    }

    @Override
    public int label(int index) {
      return LABELS[index];
    }

    @Override
    public double difficulty(int index) {
      return DIFFICULTY[index];
    }
  }
}
