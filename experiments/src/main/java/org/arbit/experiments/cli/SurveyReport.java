package org.arbit.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.arbit.experiments.evaluate.NetworkSurvey.Measured;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;

/**
 * What a survey has measured, for people and for machines.
 *
 * @param split that was used
 * @param images its size
 * @param rows allocations in the order in which they are shown
 * @param base of the sensitivities
 * @param sensitivity for every layer and candidate, {@code base} with that one change; empty if it
 *     was not measured
 */
record SurveyReport(
    SuperNetwork network,
    String split,
    int images,
    List<Measured> rows,
    Measured base,
    List<List<Measured>> sensitivity) {

  /** Returns tables, with a final newline. */
  String text() {
    Allocation greatest = Allocation.uniform(network.spec().layers(), network.bitWidths().max());
    double most = BitOps.ofNetwork(network.spec(), greatest);
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"allocation", "accuracy", "bits", "MBitOps", "of most"});
    for (Measured row : rows) {
      boolean uniform = row.name().startsWith("uniform");
      lines.add(
          new String[] {
            uniform ? row.name() : row.allocation().toString(),
            number("%.2f %%", 100 * row.accuracy()),
            number("%.2f", meanBits(row.allocation())),
            number("%.1f", row.networkBitOps() / 1e6),
            number("%.1f %%", 100 * row.networkBitOps() / most)
          });
    }
    String text = split + ", " + images + " images\n\n" + TextTable.of(lines);
    return sensitivity.isEmpty() ? text : text + "\n" + sensitivities();
  }

  private String sensitivities() {
    List<String[]> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("one layer at"));
    for (int bits : network.bitWidths().toArray()) {
      head.add(bits + (bits == 1 ? " bit" : " bits"));
    }
    lines.add(head.toArray(String[]::new));
    for (int l = 0; l < sensitivity.size(); l++) {
      List<String> line = new ArrayList<>(List.of(network.spec().layer(l).name()));
      for (Measured one : sensitivity.get(l)) {
        line.add(isBase(one) ? "-" : number("%+.2f", difference(one)));
      }
      lines.add(line.toArray(String[]::new));
    }
    return "Accuracy in points against "
        + (base.name().equals("given") ? base.allocation() : base.name())
        + " when one layer differs:\n\n"
        + TextTable.of(lines);
  }

  private boolean isBase(Measured one) {
    return one.allocation().equals(base.allocation());
  }

  private double difference(Measured one) {
    return 100 * (one.accuracy() - base.accuracy());
  }

  private static double meanBits(Allocation allocation) {
    return IntStream.range(0, allocation.layers())
        .mapToDouble(l -> (allocation.weightBits(l) + allocation.activationBits(l)) / 2.0)
        .average()
        .orElseThrow();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Returns one JSON object, with a final newline. */
  String json() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("split", split);
    tree.put("images", images);
    tree.put("allocations", rows.stream().map(SurveyReport::tree).toList());
    if (!sensitivity.isEmpty()) {
      tree.put("base", base.name());
      tree.put(
          "sensitivity",
          sensitivity.stream()
              .flatMap(List::stream)
              .filter(one -> !isBase(one))
              .map(
                  one -> {
                    Map<String, Object> entry = tree(one);
                    entry.put("points", difference(one));
                    return entry;
                  })
              .toList());
    }
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(tree)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON.", e);
    }
  }

  private static Map<String, Object> tree(Measured measured) {
    Allocation allocation = measured.allocation();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", measured.name());
    entry.put(
        "weightBits",
        IntStream.range(0, allocation.layers()).map(allocation::weightBits).toArray());
    entry.put(
        "activationBits",
        IntStream.range(0, allocation.layers()).map(allocation::activationBits).toArray());
    entry.put("accuracy", measured.accuracy());
    entry.put("networkBitOps", measured.networkBitOps());
    return entry;
  }
}
