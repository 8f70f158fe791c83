package org.arbit.supernet.network;

/**
 * Blocks of one kind and width.
 *
 * @param block what is repeated
 * @param blocks how often, at least 1
 * @param channels of the output of each block; features where it is dense
 * @param kernel side in pixels: 1, 3 or 5; 1 where it is dense
 * @param stride in pixels, of the first convolution of the first block: 1 or 2
 * @param pool after the last block
 */
public record Stage(Block block, int blocks, int channels, int kernel, int stride, Pool pool) {

  /** Returns a stage with kernel 3 (1 where it is dense) and no pooling. */
  public static Stage of(Block block, int blocks, int channels, int stride) {
    return new Stage(block, blocks, channels, block == Block.DENSE ? 1 : 3, stride, Pool.NONE);
  }

  /** Returns the same stage with pooling after it. */
  public Stage then(Pool after) {
    return new Stage(block, blocks, channels, kernel, stride, after);
  }
}
