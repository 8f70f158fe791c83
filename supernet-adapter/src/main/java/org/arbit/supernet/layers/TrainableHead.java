package org.arbit.supernet.layers;

/** A head at which samples may leave, in training, with its logits and the gradient it gives. */
final class TrainableHead {

  private final NetworkPlan.Head head;
  private final int classes;
  final Classifier classifier;

  /** Logits of the last pass, {@code batch x classes}. */
  final float[] logits;

  /** Gradient of the map that the head reads, {@code batch x channels x height x width}. */
  final float[] mapGradient;

  TrainableHead(NetworkPlan.Head head, int classes, int bits, int batch, int shards) {
    this.head = head;
    this.classes = classes;
    classifier = new Classifier(head.name(), head.map(), classes, bits, batch, shards);
    logits = new float[batch * classes];
    mapGradient = new float[batch * head.map().size()];
  }

  int beforeLayer() {
    return head.beforeLayer();
  }

  int classes() {
    return classes;
  }
}
