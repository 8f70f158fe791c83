package org.arbit.supernet.data;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Deals out training batches for ever: every epoch has a new random order, samples that do not fill
 * a last batch sit out, and while one batch is in use the next is read and augmented in the
 * background. What a step gets depends on the data, the settings, the seed and its number alone, so
 * that a training can go on from any step.
 *
 * <p>For one thread. Close it to stop the one in the background.
 */
public final class BatchLoader implements AutoCloseable {

  private static final int ORDER_STREAM = 1;
  private static final int AUGMENTATION_STREAM = 4;

  private final Dataset data;
  private final int batch;
  private final Augmentation augmentation;
  private final long seed;
  private final ExecutorService background;
  private final byte[] scratch;
  private Batch spare;
  private Future<Batch> coming;
  private int[] order = {};
  private int orderEpoch = -1;

  /**
   * The samples of one step. The arrays are overwritten when the batch after next is prepared: they
   * hold until the loader's next {@link #next()}.
   *
   * @param step number of the step, from 0
   * @param epoch number of the pass over the data, from 0
   * @param images {@code batch x channels x height x width} unsigned bytes
   * @param labels one class per image
   */
  public record Batch(int step, int epoch, byte[] images, int[] labels) {}

  /**
   * Starts with the batch of step {@code firstStep}.
   *
   * @throws IllegalArgumentException if {@code batch} is not in 1..data.size()
   */
  public BatchLoader(Dataset data, int batch, Augmentation augmentation, long seed, int firstStep) {
    if (batch < 1 || batch > data.size()) {
      throw new IllegalArgumentException(
          "A batch of %d images is not in 1..%d, the size of the data."
              .formatted(batch, data.size()));
    }
    this.data = data;
    this.batch = batch;
    this.augmentation = augmentation;
    this.seed = seed;
    this.scratch = new byte[data.shape().size()];
    this.background =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "batches");
              thread.setDaemon(true);
              return thread;
            });
    this.spare = emptyBatch();
    Batch first = emptyBatch();
    this.coming = background.submit(() -> fill(first, firstStep));
  }

  /** Returns the number of batches of an epoch. */
  public int stepsPerEpoch() {
    return data.size() / batch;
  }

  /**
   * Returns the batch of the next step and starts on the one after it.
   *
   * @throws IllegalStateException if the loader is closed or the thread is interrupted
   * @throws InvalidInputException if an image turns out to be unreadable
   */
  public Batch next() {
    // Waiting for a batch that nobody makes any more would never end.
    if (background.isShutdown()) {
      throw new IllegalStateException("The loader is closed");
    }
    Batch ready;
    try {
      ready = coming.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new IllegalStateException("A batch cannot be read: " + e.getCause(), e.getCause());
    }
    Batch free = spare;
    spare = ready;
    coming = background.submit(() -> fill(free, ready.step() + 1));
    return ready;
  }

  @Override
  public void close() {
    background.shutdownNow();
  }

  private Batch emptyBatch() {
    byte[] images = new byte[Math.multiplyExact(batch, data.shape().size())];
    return new Batch(-1, -1, images, new int[batch]);
  }

  private Batch fill(Batch into, int step) {
    int epoch = step / stepsPerEpoch();
    if (epoch != orderEpoch) {
      order = SplitMix64.of(seed, ((long) epoch << 8) + ORDER_STREAM).permutation(data.size());
      orderEpoch = epoch;
    }
    SplitMix64 random = SplitMix64.of(seed, ((long) step << 8) + AUGMENTATION_STREAM);
    int first = step % stepsPerEpoch() * batch;
    int size = data.shape().size();
    for (int i = 0; i < batch; i++) {
      data.image(order[first + i], into.images(), i * size);
      into.labels()[i] = data.label(order[first + i]);
      if (!augmentation.isNone()) {
        augmentation.apply(into.images(), i * size, data.shape(), scratch, random);
      }
    }
    return new Batch(step, epoch, into.images(), into.labels());
  }
}
