package org.arbit.supernet.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EnginesTest {

  private static final List<ConvShape> SHAPES =
      List.of(
          new ConvShape(1, 16, 3, 1, 28, 28, false),
          new ConvShape(3, 5, 5, 2, 11, 7, false),
          new ConvShape(16, 32, 1, 2, 10, 10, false),
          new ConvShape(24, 40, 3, 2, 9, 9, false),
          new ConvShape(64, 10, 1, 1, 1, 1, false));

  /** Sums of the engine that is right everywhere, and of the one under test. */
  private static float[] sums(CodeEngine engine, ConvShape shape, int samples) {
    SplittableRandom random = new SplittableRandom(samples);
    CodeEngine.Kernel kernel = engine.kernel(shape, samples);
    byte[] weights = new byte[shape.weights()];
    random.nextBytes(weights);
    for (int i = 0; i < samples * shape.inputSize(); i++) {
      kernel.input().put(i, random.nextInt(256));
    }
    kernel.forward(engine.weights(shape, weights));
    float[] sums = new float[samples * shape.outputSize()];
    kernel.output().get(0, sums);
    return sums;
  }

  @Test
  void engineThatIsChosenGivesTheSumsOfTheOneThatRunsEverywhere() {
    Engines engines = new Engines(IntegerEngine.load());
    for (ConvShape shape : SHAPES) {
      CodeEngine chosen = engines.of("layer", shape);
      for (int samples : new int[] {1, 3, 16}) {
        assertThat(sums(chosen, shape, samples))
            .as("%s, %d samples", shape, samples)
            .containsExactly(sums(new FloatEngine(), shape, samples));
      }
    }
  }

  @Test
  void kernelKeepsNothingOfTheWeightsBefore() {
    ConvShape shape = SHAPES.get(0);
    CodeEngine engine = new Engines(IntegerEngine.load()).of("layer", shape);
    CodeEngine.Kernel kernel = engine.kernel(shape, 1);
    for (byte weight : new byte[] {1, -128, 3}) {
      byte[] weights = new byte[shape.weights()];
      weights[4] = weight;
      kernel.input().put(30, 200f);
      kernel.forward(engine.weights(shape, weights));
      assertThat(kernel.output().get(30)).isEqualTo(200f * weight);
    }
  }

  @Test
  void codesThatAreKeptAreThoseOfTheInput() {
    ConvShape shape = SHAPES.get(2);
    CodeEngine engine = new Engines(IntegerEngine.load()).of("layer", shape);
    Optional<KeptCodes> kept = engine.keep(shape, 5);
    // Without oneDNN or fast bytes nothing is kept.
    assertThat(kept.isPresent()).isEqualTo(!(engine instanceof FloatEngine));
    CodeEngine.Kernel kernel = engine.kernel(shape, 2);
    byte[] codes = new byte[shape.weights()];
    new SplittableRandom(3).nextBytes(codes);
    CodeEngine.Weights weights = engine.weights(shape, codes);
    if (kept.isPresent()) {
      sums(kernel, weights, 255);
      kernel.forward(weights, kept.get(), 3);
      int pixels = shape.inHeight() * shape.inWidth();
      byte[] found = new byte[2 * shape.inputSize()];
      kept.get().at(3).get(found);
      for (int i = 0; i < found.length; i++) {
        int channel = i % shape.inChannels();
        int pixel = i / shape.inChannels() % pixels;
        int at = i / shape.inputSize() * shape.inputSize() + channel * pixels + pixel;
        assertThat(found[i] & 0xff).as("code %d", i).isEqualTo((int) kernel.input().get(at));
      }
      // Then the kernel takes memory of its own again.
      sums(kernel, weights, 9);
      byte[] after = new byte[found.length];
      kept.get().at(3).get(after);
      assertThat(after).containsExactly(found);
    }
  }

  private static float[] sums(CodeEngine.Kernel kernel, CodeEngine.Weights weights, int largest) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < kernel.input().capacity(); i++) {
      kernel.input().put(i, random.nextInt(largest + 1));
    }
    kernel.forward(weights);
    float[] sums = new float[kernel.output().capacity()];
    kernel.output().get(0, sums);
    return sums;
  }

  @Test
  void engineThatAddsInSixteenBitsIsNotTaken() {
    CodeEngine exact = new FloatEngine();
    CodeEngine saturating =
        new CodeEngine() {
          @Override
          public Weights weights(ConvShape shape, byte[] codes) {
            return exact.weights(shape, codes);
          }

          @Override
          public Kernel kernel(ConvShape shape, int samples) {
            return new Saturating(exact.kernel(shape, samples));
          }
        };
    ConvShape shape = SHAPES.get(3);
    assertThat(ExactnessProbe.failure(saturating, shape)).contains("32767");
    assertThat(new Engines(Optional.of(saturating)).of("layer", shape))
        .isInstanceOf(FloatEngine.class);
  }

  @Test
  void engineWithoutAKernelForAShapeIsNotTaken() {
    CodeEngine none =
        new CodeEngine() {
          @Override
          public Weights weights(ConvShape shape, byte[] codes) {
            throw new UnsupportedOperationException("no such layout");
          }

          @Override
          public Kernel kernel(ConvShape shape, int samples) {
            throw new UnsupportedOperationException("no such kernel");
          }
        };
    assertThat(new Engines(Optional.of(none)).of("layer", SHAPES.get(0)))
        .isInstanceOf(FloatEngine.class);
  }

  /** Sums as a processor would leave them that has no more than 16 bits for them. */
  private record Saturating(CodeEngine.Kernel exact) implements CodeEngine.Kernel {

    @Override
    public FloatBuffer input() {
      return exact.input();
    }

    @Override
    public FloatBuffer output() {
      FloatBuffer sums = exact.output();
      FloatBuffer saturated = FloatBuffer.allocate(sums.capacity());
      for (int i = 0; i < sums.capacity(); i++) {
        saturated.put(i, Math.max(-32768f, Math.min(sums.get(i), 32767f)));
      }
      return saturated;
    }

    @Override
    public void forward(CodeEngine.Weights weights) {
      exact.forward(weights);
    }
  }
}
