package org.arbit.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrontierSvgTest {

  /** There are five colours; the sixth series has that of the first. */
  @Test
  void seriesOfTheSameColourDifferInTheirLinesAndMarks() {
    String five = FrontierSvg.draw(points(5));
    String six = FrontierSvg.draw(points(6));
    assertThat(five).doesNotContain("stroke-dasharray", "stroke-width:2;");
    assertThat(lines(six, "stroke:var(--s0)")).hasSize(2);
    assertThat(lines(six, "stroke-dasharray"))
        .singleElement()
        .asString()
        .contains("stroke:var(--s0)");
    // Two points and the mark in the legend.
    assertThat(lines(six, "fill:var(--paper);stroke-width:2;stroke:var(--s0)")).hasSize(3);
  }

  private static List<String> lines(String svg, String part) {
    return Arrays.stream(svg.split("\n"))
        .filter(
            line ->
                line.contains(part) && (line.contains("<polyline") == part.startsWith("stroke")))
        .toList();
  }

  /** Agents of two points each, and random bits, which have a colour that is nobody else's. */
  private static List<ReportPoint> points(int agents) {
    ReportPoint random =
        new ReportPoint("random@x", "random", 0.1, 1, Estimate.exactly(0.4), 4, 90, 0, Double.NaN);
    Stream<ReportPoint> learned =
        IntStream.range(0, 2 * agents)
            .mapToObj(
                i ->
                    new ReportPoint(
                        "agent-" + i / 2,
                        "agent",
                        i % 2 == 0 ? 0.1 : 0.2,
                        1,
                        Estimate.exactly(0.5 + 0.01 * i),
                        4,
                        100 + i,
                        1,
                        Double.NaN));
    return Stream.concat(learned, Stream.of(random)).toList();
  }
}
