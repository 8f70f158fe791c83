package org.arbit.supernet.quant;

/**
 * The element-wise passes over {@code float[]} that the layers are made of.
 *
 * <p>Every loop takes one offset for all its arrays. That is what the JIT compiler of JDK 17 needs
 * to vectorise a loop over several arrays: with two offsets it cannot prove that they do not
 * overlap, and the loop runs 5 to 8 times slower. Callers copy a row into scratch memory where
 * offsets would differ.
 *
 * <p>No loop writes two arrays. One that did was vectorised in some starts of the JVM and not in
 * others, which made a training step a quarter slower (docs/results/speed.md).
 */
public final class Arrays32 {

  /** Adding and subtracting 1.5 x 2^23 rounds |v| &lt; 2^22 to an integer, ties to even. */
  private static final float ROUNDING = 12582912f;

  /** Elements that stay in the first cache while several loops pass over them. */
  private static final int BLOCK = 1024;

  private Arrays32() {}

  /** Replaces non-negative {@code a} by its codes {@code min(rint(a * inverseStep), largest)}. */
  public static void codes(float[] a, int offset, int count, float inverseStep, float largest) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = (Math.min(a[i] * inverseStep, largest) + ROUNDING) - ROUNDING;
    }
  }

  /** Replaces non-negative {@code a} by {@code step} times its codes. */
  public static void quantize(
      float[] a, int offset, int count, float inverseStep, float largest, float step) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = ((Math.min(a[i] * inverseStep, largest) + ROUNDING) - ROUNDING) * step;
    }
  }

  /** Replaces {@code a} by {@code a * factor + summand}, rounded after each operation. */
  public static void affine(float[] a, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = a[i] * factor + summand;
    }
  }

  /** Multiplies {@code a} by {@code factor}. */
  public static void scale(float[] a, int offset, int count, float factor) {
    for (int i = offset; i < offset + count; i++) {
      a[i] *= factor;
    }
  }

  /** Writes {@code a * factor + summand} to {@code into}. */
  public static void affine(
      float[] a, float[] into, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      into[i] = a[i] * factor + summand;
    }
  }

  /** Replaces {@code a} by {@code max(a * factor + summand, 0)}. */
  public static void affineRelu(float[] a, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = Math.max(a[i] * factor + summand, 0f);
    }
  }

  /** Writes {@code max(a * factor + summand, 0)} to {@code into}. */
  public static void affineRelu(
      float[] a, float[] into, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      into[i] = Math.max(a[i] * factor + summand, 0f);
    }
  }

  /** Writes {@code max((a * factor + summand) + b, 0)} to {@code into}. */
  public static void affineAddRelu(
      float[] a, float[] b, float[] into, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      into[i] = Math.max((a[i] * factor + summand) + b[i], 0f);
    }
  }

  /** Replaces {@code a} by {@code max(a * factor + summand, 0)}, element by element. */
  public static void affineRelu(float[] a, float[] factor, float[] summand, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = Math.max(a[i] * factor[i] + summand[i], 0f);
    }
  }

  /** Replaces {@code a} by {@code max((a * factor + summand) + b, 0)}, element by element. */
  public static void affineAddRelu(
      float[] a, float[] b, float[] factor, float[] summand, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = Math.max((a[i] * factor[i] + summand[i]) + b[i], 0f);
    }
  }

  /** Adds {@code b} to {@code a}. */
  public static void add(float[] a, float[] b, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      a[i] += b[i];
    }
  }

  /** Adds {@code b * factor} to {@code a}, rounded after each operation. */
  public static void addScaled(float[] a, float[] b, int offset, int count, float factor) {
    for (int i = offset; i < offset + count; i++) {
      a[i] += b[i] * factor;
    }
  }

  /** Replaces {@code a} by {@code max(a + b, 0)}. */
  public static void addRelu(float[] a, float[] b, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = Math.max(a[i] + b[i], 0f);
    }
  }

  /** Replaces {@code a} by zero where the non-negative {@code gate} is zero. */
  public static void maskByPositive(float[] a, float[] gate, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      a[i] *= Math.min(gate[i] * Float.MAX_VALUE, 1f);
    }
  }

  /** Replaces {@code a} by {@code a * x + b * y + z}, the backward pass of batch-norm. */
  public static void combine(
      float[] a, float[] b, int offset, int count, float x, float y, float z) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = a[i] * x + b[i] * y + z;
    }
  }

  /** Replaces {@code a} by {@code a * x + b * y + z}, element by element. */
  public static void combine(float[] a, float[] b, float[] x, float[] y, float[] z, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = a[i] * x[i] + b[i] * y[i] + z[i];
    }
  }

  /**
   * The backward pass of an unsigned quantizer: masks the gradient where {@code x} was clamped, and
   * adds each element's share of the gradient of the step (LSQ, arXiv 1902.08153, equation 3).
   *
   * @param x the non-negative values that were quantized; replaced by what is of no use to callers
   * @param gradient that of the quantized values; becomes that of {@code x}
   * @param stepGradient to which {@code gradient * (q - x/s)} is added inside the clamp and {@code
   *     gradient * largest} outside
   */
  public static void quantizeBackward(
      float[] x,
      float[] gradient,
      float[] stepGradient,
      int offset,
      int count,
      float inverseStep,
      float largest) {
    for (int at = offset; at < offset + count; at += BLOCK) {
      int end = Math.min(at + BLOCK, offset + count);
      clamp(x, at, end, inverseStep, largest);
      addStepGradient(x, gradient, stepGradient, at, end, largest);
      maskClamped(x, gradient, at, end, largest);
    }
  }

  private static void clamp(float[] x, int from, int to, float inverseStep, float largest) {
    for (int i = from; i < to; i++) {
      x[i] = Math.min(x[i] * inverseStep, largest);
    }
  }

  private static void addStepGradient(
      float[] v, float[] gradient, float[] stepGradient, int from, int to, float largest) {
    for (int i = from; i < to; i++) {
      float q = (v[i] + ROUNDING) - ROUNDING;
      stepGradient[i] += gradient[i] * (q - v[i] * inside(v[i], largest));
    }
  }

  private static void maskClamped(float[] v, float[] gradient, int from, int to, float largest) {
    for (int i = from; i < to; i++) {
      gradient[i] *= inside(v[i], largest);
    }
  }

  /** Returns 1 below the largest code, 0 at it. */
  private static float inside(float v, float largest) {
    return Math.min((largest - v) * Float.MAX_VALUE, 1f);
  }

  /**
   * Replaces non-negative {@code a} by its codes, and adds them to {@code sums}, and 1 to {@code
   * counts} where a code is not zero. Sums of integers are exact below 2^24.
   */
  public static void addCodes(
      float[] a, float[] sums, float[] counts, int count, float inverseStep, float largest) {
    codes(a, 0, count, inverseStep, largest);
    add(sums, a, 0, count);
    for (int i = 0; i < count; i++) {
      counts[i] += Math.min(a[i], 1f);
    }
  }

  /**
   * Multiplies {@code a} by {@code factor}, and adds it to {@code sums}, its square to {@code
   * squares}.
   */
  public static void scaleAndAddMoments(
      float[] a, float[] sums, float[] squares, int count, float factor) {
    scale(a, 0, count, factor);
    add(sums, a, 0, count);
    for (int i = 0; i < count; i++) {
      squares[i] += a[i] * a[i];
    }
  }

  /** Adds {@code a} to {@code sums} and {@code a * (b - centers)} to {@code products}. */
  public static void addWithProducts(
      float[] a, float[] b, float[] centers, float[] sums, float[] products, int count) {
    add(sums, a, 0, count);
    for (int i = 0; i < count; i++) {
      products[i] += a[i] * (b[i] - centers[i]);
    }
  }

  /** Returns the sum; exact for integers whose sum is below 2^24. */
  public static float sum(float[] a, int offset, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = offset;
    int end = offset + count;
    for (; i < end - 7; i += 8) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
      s4 += a[i + 4];
      s5 += a[i + 5];
      s6 += a[i + 6];
      s7 += a[i + 7];
    }
    for (; i < end; i++) {
      s0 += a[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** Returns the sum of {@code a * (b - center)}. */
  public static float dot(float[] a, float[] b, int offset, int count, float center) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = offset;
    int end = offset + count;
    for (; i < end - 7; i += 8) {
      s0 += a[i] * (b[i] - center);
      s1 += a[i + 1] * (b[i + 1] - center);
      s2 += a[i + 2] * (b[i + 2] - center);
      s3 += a[i + 3] * (b[i + 3] - center);
      s4 += a[i + 4] * (b[i + 4] - center);
      s5 += a[i + 5] * (b[i + 5] - center);
      s6 += a[i + 6] * (b[i + 6] - center);
      s7 += a[i + 7] * (b[i + 7] - center);
    }
    for (; i < end; i++) {
      s0 += a[i] * (b[i] - center);
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
