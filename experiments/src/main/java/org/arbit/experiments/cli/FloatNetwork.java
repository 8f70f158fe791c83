package org.arbit.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.training.UniformAccuracy;

/** What the commands tell of a network without quantizers, which runs at 32 bits only. */
final class FloatNetwork {

  private static final int BITS = BitOps.FP32_BITS;

  private FloatNetwork() {}

  static boolean is(SuperNetCheckpoint checkpoint) {
    return WeightQuantizer.Kind.named(checkpoint.quantizer()) == WeightQuantizer.Kind.NONE;
  }

  private static NetworkSpec spec(SuperNetCheckpoint checkpoint) {
    return NetworkPlan.of(checkpoint.network(), checkpoint.image(), checkpoint.classes()).spec();
  }

  /** Returns the BitOps of all layers, which count 32 x 32 for a multiplication. */
  private static long bitOps(NetworkSpec spec) {
    return Math.multiplyExact(spec.searchableMacs() + spec.fixedMacs(), (long) BITS * BITS);
  }

  private static Map<String, Object> facts(SuperNetCheckpoint checkpoint) {
    NetworkSpec spec = spec(checkpoint);
    Map<String, Object> facts = SupernetInfoCommand.facts(checkpoint, spec, List.of(BITS));
    facts.put("bitOpsByBits", Map.of("" + BITS, bitOps(spec)));
    facts.put("provenance", checkpoint.provenance());
    return facts;
  }

  /** Returns what {@code supernet info} prints. */
  static String text(SuperNetCheckpoint checkpoint) {
    StringBuilder text = new StringBuilder();
    facts(checkpoint).forEach((k, v) -> text.append(k + ": " + v + "\n"));
    return text + "\n" + SupernetInfoCommand.layers(spec(checkpoint));
  }

  /** Returns what {@code supernet info --json} prints. */
  static String json(SuperNetCheckpoint checkpoint) {
    Map<String, Object> all = facts(checkpoint);
    all.put("layers", spec(checkpoint).searchable());
    return write(all);
  }

  /** Measures, and returns what {@code supernet eval} prints. */
  static String eval(
      SuperNetCheckpoint checkpoint, String split, Dataset images, Workers workers, boolean json) {
    double accuracy = UniformAccuracy.of(checkpoint, images, workers).getOrDefault(BITS, 0.0);
    NetworkSpec spec = spec(checkpoint);
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      List<Integer> bits = Collections.nCopies(spec.layers(), BITS);
      row.put("name", "uniform-" + BITS);
      row.put("weightBits", bits);
      row.put("activationBits", bits);
      row.put("accuracy", accuracy);
      row.put("networkBitOps", bitOps(spec));
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("split", split);
      all.put("images", images.size());
      all.put("allocations", List.of(row));
      return write(all);
    }
    List<String[]> rows =
        List.of(
            new String[] {"allocation", "accuracy", "MBitOps"},
            new String[] {
              "uniform-" + BITS,
              String.format(Locale.ROOT, "%.2f %%", 100 * accuracy),
              String.format(Locale.ROOT, "%.1f", bitOps(spec) / 1e6)
            });
    return split + ", " + images.size() + " images\n\n" + TextTable.of(rows);
  }

  private static String write(Map<String, Object> tree) {
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(tree)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON.", e);
    }
  }
}
