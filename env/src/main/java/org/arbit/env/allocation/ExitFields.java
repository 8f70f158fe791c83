package org.arbit.env.allocation;

import java.util.List;

/** Whether the sample has left, and whether it could leave before the waiting layer. */
public final class ExitFields implements ObservationField {

  private static final List<Entry> ENTRIES =
      List.of(Entry.share("left", "0 or 1"), Entry.share("headHere", "0 or 1"));

  @Override
  public String name() {
    return "exit";
  }

  @Override
  public String summary() {
    return "whether the sample has left, and whether there is a head before the layer";
  }

  @Override
  public Writer writer(ObservationSetting setting) {
    if (!setting.exits()) {
      return ObservationField.writer(List.of(), (view, sample, into, offset) -> {});
    }
    boolean[] heads = new boolean[setting.network().layers() + 1];
    setting.network().exits().forEach(exit -> heads[exit.beforeLayer()] = true);
    return ObservationField.writer(
        ENTRIES,
        (view, sample, into, offset) -> {
          into[offset] = view.left(sample) ? 1 : 0;
          into[offset + 1] = heads[view.layer()] ? 1 : 0;
        });
  }
}
