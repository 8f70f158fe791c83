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
 *
 * <p>No loop calls {@link Math#min(float, float)} or {@link Math#max(float, float)}: processors
 * have no instruction that orders zeros and NaN as these do, and half a dozen take its place, which
 * is twice the time of such a loop. {@code (v + |v|) / 2} is {@code max(v, 0)} to the bit for
 * numbers below 2^127, and the rest is made of it. What is undefined stays so; of infinite numbers
 * some become undefined.
 */
public final class Arrays32 {

  /** Adding and subtracting 1.5 x 2^23 rounds |v| &lt; 2^22 to an integer, ties to even. */
  private static final float ROUNDING = 12582912f;

  /** What a difference of numbers of up to eight bits is multiplied with to exceed 1. */
  private static final float LARGE = 0x1p30f;

  /** What an output of a layer is multiplied with to exceed 1; in range for outputs below 2^37. */
  private static final float HUGE = 0x1p90f;

  private Arrays32() {}

  /** Returns {@code max(v, 0)}. */
  private static float positive(float v) {
    return (v + Math.abs(v)) * 0.5f;
  }

  /** Returns {@code min(rint(v), largest)} for {@code v} that is not negative. */
  private static float code(float v, float largest) {
    return largest - positive(largest - ((v + ROUNDING) - ROUNDING));
  }

  /** Returns 1 where {@code v} is 0, and 0 where it is above {@code 1 / factor}. */
  private static float isZero(float v, float factor) {
    float difference = 0.5f - v * factor;
    return difference + Math.abs(difference);
  }

  /** Replaces non-negative {@code a} by its codes {@code min(rint(a * inverseStep), largest)}. */
  public static void codes(float[] a, int offset, int count, float inverseStep, float largest) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = code(a[i] * inverseStep, largest);
    }
  }

  /** Writes the codes {@code rint(a * inverseStep)}, clamped to {@code least..largest}. */
  public static void signedCodes(
      float[] a, float[] into, int count, float inverseStep, float least, float largest) {
    for (int i = 0; i < count; i++) {
      float above = least + positive(((a[i] * inverseStep + ROUNDING) - ROUNDING) - least);
      into[i] = largest - positive(largest - above);
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

  /** Replaces {@code a} by {@code max(a * factor + summand, 0)}. */
  public static void affineRelu(float[] a, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = positive(a[i] * factor + summand);
    }
  }

  /** Replaces {@code a} by the codes of {@code max(a * factor + summand, 0)}. */
  public static void affineReluCodes(
      float[] a,
      int offset,
      int count,
      float factor,
      float summand,
      float inverseStep,
      float largest) {
    for (int i = offset; i < offset + count; i++) {
      a[i] = code(positive(a[i] * factor + summand) * inverseStep, largest);
    }
  }

  /** Writes {@code max((a * factor + summand) + b, 0)} to {@code into}. */
  public static void affineAddRelu(
      float[] a, float[] b, float[] into, int offset, int count, float factor, float summand) {
    for (int i = offset; i < offset + count; i++) {
      into[i] = positive((a[i] * factor + summand) + b[i]);
    }
  }

  /** Replaces {@code a} by {@code max(a * factor + summand, 0)}, element by element. */
  public static void affineRelu(float[] a, float[] factor, float[] summand, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = positive(a[i] * factor[i] + summand[i]);
    }
  }

  /** Replaces {@code a} by {@code max((a * factor + summand) + b, 0)}, element by element. */
  public static void affineAddRelu(
      float[] a, float[] b, float[] factor, float[] summand, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = positive((a[i] * factor[i] + summand[i]) + b[i]);
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
      a[i] = positive(a[i] + b[i]);
    }
  }

  /**
   * Replaces {@code a} by zero where {@code gate} is zero.
   *
   * @param gate zero, or within 2^-89 and 2^37: beyond, {@code a} becomes a part of what it was, or
   *     undefined
   */
  public static void maskByPositive(float[] a, float[] gate, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      a[i] *= 1f - isZero(gate[i], HUGE);
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
   * @param x the non-negative values that were quantized
   * @param gradient that of the quantized values; becomes that of {@code x}
   * @param stepGradient to which {@code gradient * (q - x/s)} is added inside the clamp and {@code
   *     gradient * largest} outside
   * @param mask receives 1 where {@code x} was inside the clamp, else 0
   */
  public static void quantizeBackward(
      float[] x,
      float[] gradient,
      float[] stepGradient,
      float[] mask,
      int count,
      float inverseStep,
      float largest) {
    for (int i = 0; i < count; i++) {
      float room = largest - x[i] * inverseStep;
      mask[i] = 1f - isZero(room + Math.abs(room), LARGE);
    }
    for (int i = 0; i < count; i++) {
      float v = x[i] * inverseStep;
      float inside = (((v + ROUNDING) - ROUNDING) - v) * mask[i];
      stepGradient[i] += gradient[i] * (inside + (largest - largest * mask[i]));
    }
    for (int i = 0; i < count; i++) {
      gradient[i] *= mask[i];
    }
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
      counts[i] += 1f - positive(1f - a[i]);
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

  /**
   * Returns the sum of {@code a * (b - center)}, by which {@code b} is replaced. Products are
   * vectorised in a loop of their own, sums are not.
   */
  public static float dot(float[] a, float[] b, int count, float center) {
    for (int i = 0; i < count; i++) {
      b[i] = a[i] * (b[i] - center);
    }
    return sum(b, 0, count);
  }
}
