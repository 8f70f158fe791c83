package org.arbit.supernet.layers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The physical reference for every speed figure: only the convolutions and the matrix product of a
 * network in fp32, on preallocated arrays, shared among workers chunk by chunk as the engine shares
 * them. No quantization, batch-norm, skip connection, copy or choice.
 */
public final class ConvFloor {

  private final List<ConvShape> shapes;
  private final List<INDArray> weights = new ArrayList<>();
  private final Scratch[] scratch;
  private final Workers workers;
  private final int samples;
  private final int chunk;
  private final boolean backward;

  /**
   * Gets everything ready.
   *
   * @param samples of a run
   * @param chunk samples that a worker computes at a time
   * @param backward whether a run computes the gradients of inputs and weights, too
   */
  public ConvFloor(NetworkPlan plan, int samples, int chunk, boolean backward, Workers workers) {
    this.workers = workers;
    this.samples = samples;
    this.chunk = chunk;
    this.backward = backward;
    shapes = new ArrayList<>(List.of(plan.stem()));
    for (NetworkPlan.Node node : plan.nodes()) {
      shapes.add(node.shape());
      if (node.projection() != null) {
        shapes.add(node.projection());
      }
    }
    // A product with a matrix is a convolution of one pixel.
    shapes.add(new ConvShape(plan.lastMap().channels(), plan.spec().classes(), 1, 1, 1, 1, false));
    Nd4jThreads.limit();
    shapes.forEach(shape -> weights.add(ConvKernel.weights(shape)));
    scratch = new Scratch[workers.size()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch();
    }
  }

  /** Runs the network once, forwards and, if wanted, backwards. */
  public void run() {
    for (int l = 0; l < shapes.size(); l++) {
      int layer = l;
      share((memory, count) -> kernel(memory, layer, count).forward(weights.get(layer)));
    }
    for (int l = shapes.size() - 1; backward && l >= 0; l--) {
      int layer = l;
      share((memory, count) -> backward(kernel(memory, layer, count), weights.get(layer), count));
    }
  }

  private static void backward(ConvKernel kernel, INDArray weights, int count) {
    for (int first = 0; first < count; first += kernel.backwardSamples()) {
      kernel.backward(weights, first, true);
    }
    kernel.finishBackward();
  }

  private ConvKernel kernel(Scratch memory, int layer, int count) {
    return memory.kernel(shapes.get(layer), count);
  }

  private void share(ChunkTask task) {
    workers.run(
        (samples + chunk - 1) / chunk,
        (worker, index) -> task.run(scratch[worker], Math.min(chunk, samples - index * chunk)));
  }

  @FunctionalInterface
  private interface ChunkTask {
    void run(Scratch memory, int count);
  }
}
