package org.arbit.supernet.layers;

import java.util.List;
import org.arbit.supernet.network.Block;
import org.arbit.supernet.network.Exits;
import org.arbit.supernet.network.NetworkDescription;
import org.arbit.supernet.network.Networks;
import org.arbit.supernet.network.Pool;
import org.arbit.supernet.network.Shortcut;
import org.arbit.supernet.network.Stage;
import org.arbit.supernet.network.Stem;

/** Small networks that together have every kind of layer. */
public enum Examples {
  /** Shortcuts without parameters. */
  RESNET(Networks.named("resnet8", 3)),
  /** Plain convolutions, max pooling, a dense layer. */
  VGG(Networks.named("vgg-small", 4)),
  /** The same with average pooling. */
  PLAIN(
      new NetworkDescription(
          "plain",
          Stem.of(4),
          Shortcut.PROJECTION,
          List.of(
              Stage.of(Block.PLAIN, 1, 4, 1).then(Pool.AVERAGE),
              Stage.of(Block.PLAIN, 1, 6, 1).then(Pool.AVERAGE),
              Stage.of(Block.DENSE, 1, 8, 1)),
          Exits.NONE)),
  /** Depthwise convolutions, with stride and without. */
  MOBILENET(Networks.named("mobilenet-small", 2)),
  /**
   * Projections of both strides, average pooling of odd sides after a shortcut, kernels 1 and 5, a
   * stem with a stride, channels that become fewer, and heads.
   */
  MIXED(
      new NetworkDescription(
          "mixed",
          new Stem(4, 5, 2),
          Shortcut.PROJECTION,
          List.of(
              new Stage(Block.RESIDUAL, 2, 6, 3, 1, Pool.NONE),
              new Stage(Block.RESIDUAL, 1, 6, 1, 2, Pool.NONE),
              new Stage(Block.RESIDUAL, 1, 4, 5, 1, Pool.AVERAGE),
              new Stage(Block.SEPARABLE, 1, 5, 5, 1, Pool.NONE),
              Stage.of(Block.DENSE, 2, 7, 1)),
          new Exits(List.of(0, 3, 4), 0.5, 1))),
  /** Shortcuts without parameters where channels grow and sides stay, a head that reads a grid. */
  WIDENING(
      new NetworkDescription(
          "widening",
          Stem.of(2),
          Shortcut.AVERAGE,
          List.of(
              Stage.of(Block.RESIDUAL, 1, 5, 1).then(Pool.MAX), Stage.of(Block.RESIDUAL, 1, 6, 2)),
          new Exits(List.of(0), 1, 3))),
  /** Shortcuts without parameters that begin at the stem and after a plain layer. */
  SHRINKING(
      new NetworkDescription(
          "shrinking",
          Stem.of(2),
          Shortcut.AVERAGE,
          List.of(
              Stage.of(Block.RESIDUAL, 1, 4, 2),
              Stage.of(Block.PLAIN, 1, 4, 1),
              Stage.of(Block.RESIDUAL, 1, 6, 2)),
          Exits.NONE));

  private final NetworkDescription description;

  Examples(NetworkDescription description) {
    this.description = description;
  }

  /** Returns the description. */
  public NetworkDescription description() {
    return description;
  }
}
