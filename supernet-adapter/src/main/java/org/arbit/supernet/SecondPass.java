package org.arbit.supernet;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A super-network that a sample may walk twice, as a network of twice as many layers: after the
 * first pass stands a head, the classifier's answer so far; who does not leave there runs all
 * layers again, at bit-widths chosen anew, and the second answer counts. So a cascade, "run low,
 * again at more bits when unsure", is a policy like any other, and can be learned (interpretation:
 * none of the papers has it).
 *
 * <p>What is paid: the stem runs at 8/8 in both passes and its output is kept, so it is paid once.
 * Who leaves after the first pass pays one classifier. Who goes on pays the second one, and the
 * first if it has looked at its answer. Heads inside the network are there in both passes.
 */
public final class SecondPass implements SuperNetwork {

  /** What the names of the layers of the second pass begin with. */
  public static final String AGAIN = "again.";

  private final SuperNetwork once;
  private final NetworkSpec spec;
  private final String fingerprint;

  /** Lets samples walk a network twice. */
  public SecondPass(SuperNetwork once) {
    this.once = once;
    this.spec = twice(once.spec());
    this.fingerprint =
        Hashing.sha256().hashString(AGAIN + once.fingerprint(), StandardCharsets.UTF_8).toString();
  }

  private static NetworkSpec twice(NetworkSpec spec) {
    int layers = spec.layers();
    int blocks = spec.searchable().stream().mapToInt(LayerSpec::block).max().orElse(-1) + 1;
    List<LayerSpec> searchable = new ArrayList<>(spec.searchable());
    spec.searchable().forEach(layer -> searchable.add(layer.again(AGAIN, blocks)));
    List<ExitSpec> exits = new ArrayList<>(spec.exits());
    exits.add(new ExitSpec(layers, spec.classifier().map(LayerSpec::macs).orElse(0L)));
    spec.exits().forEach(e -> exits.add(new ExitSpec(layers + e.beforeLayer(), e.macs())));
    return new NetworkSpec(
        spec.name() + "-twice",
        spec.channels(),
        spec.height(),
        spec.width(),
        spec.classes(),
        searchable,
        spec.fixed(),
        exits);
  }

  /** Returns the network itself, which a sample walks once. */
  public SuperNetwork once() {
    return once;
  }

  @Override
  public NetworkSpec spec() {
    return spec;
  }

  @Override
  public BitWidths bitWidths() {
    return once.bitWidths();
  }

  @Override
  public boolean separate() {
    return once.separate();
  }

  @Override
  public List<String> featureNames() {
    return once.featureNames();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Walk open(byte[] images, int samples) {
    return new SecondPassWalk(once, images, samples);
  }
}
