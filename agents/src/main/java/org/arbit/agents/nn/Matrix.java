package org.arbit.agents.nn;

import org.arbit.supernet.layers.Nd4jThreads;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A preallocated ND4J matrix whose memory is that of a row-major Java array of {@code count x
 * width}: to ND4J it is {@code width x count} in column order, which spares every transposition.
 * Copying costs about a microsecond each way, a product of 256x33 with 33x16 about 20 (a plain Java
 * loop 45 to 75, measured on two cores of an AMD EPYC), so products go to ND4J and everything
 * between them is a fused Java loop.
 */
final class Matrix {

  private final INDArray array;
  private final FloatPointer memory;
  private final int length;

  /** Creates {@code count} rows of {@code width}, all zero. */
  Matrix(int count, int width) {
    Nd4jThreads.limit();
    array = Nd4j.create(DataType.FLOAT, new long[] {width, count}, 'f');
    memory = new FloatPointer(array.data().pointer());
    length = count * width;
  }

  /** Copies the rows in. */
  void put(float[] values) {
    memory.position(0).put(values, 0, length);
  }

  /** Copies the rows out. */
  void get(float[] values) {
    memory.position(0).get(values, 0, length);
  }

  /** Sets {@code y = x w}: {@code n x h} from {@code n x d} and {@code d x h}. */
  static void product(Matrix x, Matrix w, Matrix y) {
    Nd4jThreads.limit();
    Nd4j.gemm(w.array, x.array, y.array, false, false, 1, 0);
  }

  /** Sets {@code dw = transpose(x) dy}: {@code d x h} from {@code n x d} and {@code n x h}. */
  static void weightGradient(Matrix x, Matrix dy, Matrix dw) {
    Nd4j.gemm(dy.array, x.array, dw.array, false, true, 1, 0);
  }

  /** Sets {@code dx = dy transpose(w)}: {@code n x d} from {@code n x h} and {@code d x h}. */
  static void inputGradient(Matrix dy, Matrix w, Matrix dx) {
    Nd4j.gemm(w.array, dy.array, dx.array, true, false, 1, 0);
  }
}
