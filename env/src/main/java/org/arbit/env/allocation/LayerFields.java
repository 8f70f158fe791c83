package org.arbit.env.allocation;

import java.util.List;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;

/** What the waiting layer looks like. At the end the position is 1 and the others are 0. */
public final class LayerFields implements ObservationField {

  private static final float GREATEST_KERNEL = 8;
  private static final float GREATEST_STRIDE = 4;
  private static final double GREATEST_LOG_CHANNELS = 12;
  private static final List<Entry> ENTRIES =
      List.of(
          Entry.share("position", "layer index / layers"),
          Entry.share("kernel", "pixels / 8, at most 1"),
          Entry.share("stride", "pixels / 4, at most 1"),
          Entry.share("logChannels", "log2 of output channels / 12, at most 1"),
          Entry.share("macShare", "MACs / MACs of the network, fixed layers included"),
          Entry.share("weightShare", "weights / weights of the searchable layers"));

  @Override
  public String name() {
    return "layer";
  }

  @Override
  public String summary() {
    return "position, kernel, stride, channels, and shares of MACs and weights";
  }

  @Override
  public Writer writer(ObservationSetting setting) {
    NetworkSpec network = setting.network();
    int layers = network.layers();
    int size = ENTRIES.size();
    float[] table = new float[(layers + 1) * size];
    for (int l = 0; l < layers; l++) {
      describe(network, l, table, l * size);
    }
    table[layers * size] = 1;
    return ObservationField.writer(
        ENTRIES,
        (view, sample, into, offset) ->
            System.arraycopy(table, view.layer() * size, into, offset, size));
  }

  private static void describe(NetworkSpec network, int index, float[] into, int offset) {
    LayerSpec layer = network.layer(index);
    double logChannels = StrictMath.log(layer.outChannels()) / StrictMath.log(2);
    double macs = network.searchableMacs() + network.fixedMacs();
    into[offset] = (float) index / network.layers();
    into[offset + 1] = Math.min(1, layer.kernel() / GREATEST_KERNEL);
    into[offset + 2] = Math.min(1, layer.stride() / GREATEST_STRIDE);
    into[offset + 3] = (float) Math.min(1, logChannels / GREATEST_LOG_CHANNELS);
    into[offset + 4] = (float) (layer.macs() / macs);
    into[offset + 5] = (float) (layer.weights() / weights(network));
  }

  private static double weights(NetworkSpec network) {
    return Math.max(1, network.searchable().stream().mapToLong(LayerSpec::weights).sum());
  }
}
