package org.arbit.supernet;

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
public final class SecondPass extends DerivedNetwork {

  /** What the names of the layers of the second pass begin with. */
  public static final String AGAIN = "again.";

  /** Lets samples walk a network twice. */
  public SecondPass(SuperNetwork once) {
    super(once, twice(once.spec()), AGAIN);
  }

  private static NetworkSpec twice(NetworkSpec spec) {
    int layers = spec.layers();
    int blocks = spec.searchable().stream().mapToInt(LayerSpec::block).max().orElse(-1) + 1;
    List<LayerSpec> searchable = new ArrayList<>(spec.searchable());
    spec.searchable().forEach(layer -> searchable.add(layer.again(AGAIN, blocks)));
    List<ExitSpec> exits = new ArrayList<>(spec.exits());
    exits.add(new ExitSpec(layers, spec.classifier().map(LayerSpec::macs).orElse(0L)));
    spec.exits().forEach(e -> exits.add(new ExitSpec(layers + e.beforeLayer(), e.macs())));
    return with(spec, "-twice", searchable, exits);
  }

  /** Returns the network itself, which a sample walks once. */
  public SuperNetwork once() {
    return network();
  }

  @Override
  public Walk open(byte[] images, int samples) {
    return new SecondPassWalk(once(), images, samples);
  }
}
