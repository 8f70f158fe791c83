package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.Allocation;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.format.AtomicFiles;

/**
 * An allocation as HAQ (arXiv 1811.08886) lists it: {@code [weight bits, activation bits]} for
 * every convolution and dense layer in order, stem and classifier included, a projection after the
 * layer whose bits it shares; -1 stands for the input of the first, which is an image of 8 bits
 * anyway. HAQ's linear quantization begins at 2 bits.
 */
public final class HaqExporter implements Exporter {

  private static final int LEAST = 2;
  private static final int IMAGE = -1;

  @Override
  public String name() {
    return "haq";
  }

  @Override
  public String summary() {
    return "a list of weight and activation bits per layer, as HAQ has it";
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    Allocation allocation = source.allocation(name(), options, LEAST);
    List<String> pairs = new ArrayList<>();
    pairs.add(pair(NetworkSpec.FIXED_BITS, IMAGE));
    for (int l = 0; l < allocation.layers(); l++) {
      String pair = pair(allocation.weightBits(l), allocation.activationBits(l));
      pairs.add(pair);
      source.network().projection(l).ifPresent(projection -> pairs.add(pair));
    }
    pairs.add(pair(NetworkSpec.FIXED_BITS, NetworkSpec.FIXED_BITS));
    AtomicFiles.writeString(file, "[" + String.join(", ", pairs) + "]\n");
  }

  private static String pair(int weightBits, int activationBits) {
    return "[" + weightBits + ", " + activationBits + "]";
  }
}
