package org.arbit.supernet.network;

/** What a stage repeats. Every convolution is followed by batch-norm and ReLU. */
public enum Block {
  /** One convolution. */
  PLAIN,
  /** Two convolutions and a shortcut around them (He et al., arXiv 1512.03385, section 3.2). */
  RESIDUAL,
  /** One filter per channel, then a 1x1 convolution (Howard et al., arXiv 1704.04861, 3.1). */
  SEPARABLE,
  /** A matrix product over all values of the map before it; only further dense blocks follow. */
  DENSE
}
