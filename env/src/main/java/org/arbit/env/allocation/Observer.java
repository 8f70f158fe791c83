package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.List;
import org.arbit.env.Box;
import org.arbit.supernet.spi.Catalog;

/** Puts the observation together from its groups. */
final class Observer {

  private final List<ObservationField.Writer> writers = new ArrayList<>();
  private final List<ObservedField> fields = new ArrayList<>();
  private final int[] offsets;
  private final Box space;
  private final boolean looksAtHeads;

  Observer(List<String> groups, ObservationSetting setting) {
    Catalog<ObservationField> catalog = catalog();
    looksAtHeads = groups.stream().anyMatch(group -> catalog.get(group).looksAtHeads());
    offsets = new int[groups.size()];
    for (int g = 0; g < groups.size(); g++) {
      String group = groups.get(g);
      ObservationField.Writer writer = catalog.get(group).writer(setting);
      offsets[g] = fields.size();
      writers.add(writer);
      for (ObservationField.Entry entry : writer.entries()) {
        fields.add(
            new ObservedField(
                fields.size(),
                group + "." + entry.name(),
                entry.unit(),
                entry.low(),
                entry.high()));
      }
    }
    float[] low = new float[fields.size()];
    float[] high = new float[fields.size()];
    for (ObservedField field : fields) {
      low[field.index()] = field.low();
      high[field.index()] = field.high();
    }
    space = Box.of(low, high);
  }

  /** Returns a sentence for every group that there is not. */
  static List<String> unknown(List<String> groups) {
    return catalog().unknown(groups);
  }

  private static Catalog<ObservationField> catalog() {
    return Catalog.load("observation group", ObservationField.class);
  }

  List<ObservedField> fields() {
    return List.copyOf(fields);
  }

  /** Whether a group shows what heads say. */
  boolean looksAtHeads() {
    return looksAtHeads;
  }

  Box space() {
    return space;
  }

  /** Returns the observations of the whole batch, row by row. */
  float[] observe(Episodes books) {
    int width = fields.size();
    float[] rows = new float[books.size * width];
    for (int g = 0; g < offsets.length; g++) {
      ObservationField.Writer writer = writers.get(g);
      for (int i = 0; i < books.size; i++) {
        writer.write(books, i, rows, i * width + offsets[g]);
      }
    }
    return rows;
  }
}
