package org.arbit.supernet.layers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the fastest engine that is exact on this machine, shape by shape. What it chooses changes
 * how long a walk takes, never what comes out.
 */
public final class Engines {

  private final CodeEngine everywhere = new FloatEngine();
  private final Optional<? extends CodeEngine> fast;
  private final Map<ConvShape, CodeEngine> chosen = new HashMap<>();

  /**
   * Makes a chooser.
   *
   * @param fast tried first; empty for ND4J alone
   */
  public Engines(Optional<? extends CodeEngine> fast) {
    this.fast = fast;
  }

  /** Makes a chooser between bytes, where this machine has oneDNN, and float. */
  public static Engines load() {
    return new Engines(IntegerEngine.load());
  }

  /**
   * Returns the engine for a layer.
   *
   * @throws IllegalStateException if no convolution of this machine is exact on integers
   */
  public CodeEngine of(String layer, ConvShape shape) {
    return chosen.computeIfAbsent(shape, key -> choose(layer, key));
  }

  private CodeEngine choose(String layer, ConvShape shape) {
    if (!shape.depthwise() && fast.isPresent() && works(fast.get(), shape)) {
      return fast.get();
    }
    @Nullable String failure = ExactnessProbe.failure(everywhere, shape);
    if (failure != null) {
      throw new IllegalStateException(
          "The convolution of this machine is not exact on integers: layer "
              + layer
              + " gave "
              + failure
              + ". Maybe its library uses a Winograd kernel; results would depend on the batch.");
    }
    return everywhere;
  }

  private static boolean works(CodeEngine engine, ConvShape shape) {
    try {
      return ExactnessProbe.failure(engine, shape) == null;
    } catch (RuntimeException unsupported) {
      return false;
    }
  }
}
