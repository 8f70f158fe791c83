package org.arbit.supernet;

import java.util.ArrayList;
import java.util.List;

/**
 * A super-network whose layers share their bit-widths within each block, as a network of fewer
 * layers: one decision for a block, taken before its first layer. A deep network then has shorter
 * episodes, and its controller runs less often.
 *
 * <p>A block costs what its layers cost together. Its features are those of its first layer's
 * input; heads stand before blocks as they do in the network.
 */
public final class PerBlock extends DerivedNetwork {

  private static final String PREFIX = "per-block.";

  /** Number of layers of each block. */
  private final int[] layers;

  /**
   * Joins the layers of each block of a network.
   *
   * @throws IllegalArgumentException if a head stands within a block
   */
  public PerBlock(SuperNetwork network) {
    super(network, joined(network.spec()), PREFIX);
    this.layers = blocks(network.spec()).stream().mapToInt(List::size).toArray();
  }

  /** Returns the network itself, whose layers decide for themselves. */
  public SuperNetwork byLayer() {
    return network();
  }

  /** Returns how many layers of the network a decision is for. */
  public int layersOf(int block) {
    return layers[block];
  }

  private static List<List<LayerSpec>> blocks(NetworkSpec spec) {
    List<List<LayerSpec>> blocks = new ArrayList<>();
    for (LayerSpec layer : spec.searchable()) {
      boolean begins =
          blocks.isEmpty() || blocks.get(blocks.size() - 1).get(0).block() != layer.block();
      if (begins) {
        blocks.add(new ArrayList<>());
      }
      blocks.get(blocks.size() - 1).add(layer);
    }
    return blocks;
  }

  private static NetworkSpec joined(NetworkSpec spec) {
    List<LayerSpec> searchable = new ArrayList<>();
    List<ExitSpec> exits = new ArrayList<>();
    int before = 0;
    for (List<LayerSpec> block : blocks(spec)) {
      int index = searchable.size();
      spec.exitBefore(before).ifPresent(exit -> exits.add(new ExitSpec(index, exit.macs())));
      searchable.add(LayerSpec.ofBlock(block));
      before += block.size();
    }
    if (exits.size() < spec.exits().size()) {
      throw new IllegalArgumentException(
          "A head of " + spec.name() + " stands within a block, so that layers must decide.");
    }
    return with(spec, "-per-block", searchable, exits);
  }

  @Override
  public Walk open(byte[] images, int samples) {
    return new BlockWalk(network().open(images, samples));
  }

  private final class BlockWalk implements Walk {

    private final Walk walk;
    private int block;

    BlockWalk(Walk walk) {
      this.walk = walk;
    }

    @Override
    public int samples() {
      return walk.samples();
    }

    @Override
    public int layer() {
      return block;
    }

    @Override
    public boolean done() {
      return walk.done();
    }

    @Override
    public void features(float[] into) {
      walk.features(into);
    }

    @Override
    public void exitLogits(float[] into) {
      walk.exitLogits(into);
    }

    @Override
    public void step(int[] weightBits, int[] activationBits) {
      walk.step(weightBits, activationBits);
      // Who has left before the first layer has left for the others, too.
      for (int i = 1; i < layers[block]; i++) {
        walk.step(weightBits, activationBits);
      }
      block++;
    }

    @Override
    public void logits(float[] into) {
      walk.logits(into);
    }

    @Override
    public void close() {
      walk.close();
    }
  }
}
