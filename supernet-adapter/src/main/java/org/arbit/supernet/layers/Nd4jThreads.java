package org.arbit.supernet.layers;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Limits ND4J to one thread per operation. With more, every parallel region waits for the slowest
 * thread, which on a busy machine costs about 8 ms per operation however small it is; Arbit runs
 * shards of a batch on Java threads instead ({@link Workers}).
 *
 * <p>OpenMP keeps the limit per calling thread, so that every thread that calls ND4J has to set it.
 */
public final class Nd4jThreads {

  private static final ThreadLocal<Boolean> LIMITED =
      ThreadLocal.withInitial(Nd4jThreads::limitNow);

  private Nd4jThreads() {}

  /** Limits the calling thread; free after the first call. */
  public static void limit() {
    LIMITED.get();
  }

  private static Boolean limitNow() {
    // Asking for a factory loads the native library and its defaults, which would undo the limit.
    Nd4j.factory().blas().setMaxThreads(1);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    return Boolean.TRUE;
  }
}
