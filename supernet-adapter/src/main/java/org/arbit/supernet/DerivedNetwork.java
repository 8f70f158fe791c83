package org.arbit.supernet;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Another way to walk a super-network: with the same bit-widths and features, but other layers. */
abstract class DerivedNetwork implements SuperNetwork {

  private final SuperNetwork network;
  private final NetworkSpec spec;
  private final String fingerprint;

  /**
   * Derives a network.
   *
   * @param spec how it is walked
   * @param way one for each way of walking; with the network's own fingerprint it makes another one
   */
  DerivedNetwork(SuperNetwork network, NetworkSpec spec, String way) {
    this.network = network;
    this.spec = spec;
    this.fingerprint =
        Hashing.sha256().hashString(way + network.fingerprint(), StandardCharsets.UTF_8).toString();
  }

  /** Returns the description of {@code spec} with other layers to choose for, and other heads. */
  static NetworkSpec with(
      NetworkSpec spec, String suffix, List<LayerSpec> searchable, List<ExitSpec> exits) {
    return new NetworkSpec(
        spec.name() + suffix,
        spec.channels(),
        spec.height(),
        spec.width(),
        spec.classes(),
        searchable,
        spec.fixed(),
        exits);
  }

  /** Returns the network that this one is derived from. */
  final SuperNetwork network() {
    return network;
  }

  @Override
  public final NetworkSpec spec() {
    return spec;
  }

  @Override
  public final BitWidths bitWidths() {
    return network.bitWidths();
  }

  @Override
  public final boolean separate() {
    return network.separate();
  }

  @Override
  public final List<String> featureNames() {
    return network.featureNames();
  }

  @Override
  public final String fingerprint() {
    return fingerprint;
  }
}
