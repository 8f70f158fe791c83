package org.arbit.experiments.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.format.TypedTensor;
import org.arbit.supernet.format.VerticalBundle;
import org.arbit.supernet.frozen.FrozenClassifier;
import org.arbit.supernet.frozen.FrozenLayer;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.quant.Cascade;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * The super-network as a base layer and enhancement layers, each a file: whoever has fetched the
 * first ones runs at their precisions (arXiv 2212.05326). Beside the codes, the file of a precision
 * has for every layer L the arrays {@code L.inverse_step.A} (inverse of the step of its input at A
 * activation bits), {@code L.factor.W.A} and {@code L.summand.W.A} (per output channel, at W weight
 * bits), with {@code y = sum of products of codes x factor + summand}; the base file also has the
 * stem, the classifier and heads. A projection is a layer of its own here.
 */
public final class VerticalExporter implements Exporter {

  private static final Pattern BUNDLED =
      Pattern.compile("vertical[.]json|(base|enhancement)-\\d[.]safetensors");

  @Override
  public String name() {
    return "vertical";
  }

  @Override
  public String summary() {
    return "a folder with the weights as a base layer and enhancement layers";
  }

  @Override
  public boolean writesFolder() {
    return true;
  }

  @Override
  public void export(ExportSource source, ExportOptions options, Path file) throws IOException {
    requireFree(file);
    FrozenNetwork network = source.network();
    BitWidths bits = network.bitWidths();
    List<VerticalBundle.Master> masters = new ArrayList<>();
    for (FrozenLayer layer : network.withProjections()) {
      requireCascade(layer, bits);
      masters.add(
          new VerticalBundle.Master(
              layer.name(), sides(layer.shape()), layer.weightCodes(bits.size() - 1)));
    }
    List<Map<String, TypedTensor>> parameters = new ArrayList<>();
    for (int i = 0; i < bits.size(); i++) {
      parameters.add(parameters(network, i));
    }
    ends(network, parameters.get(0));
    new VerticalBundle(network.spec().name(), network.fingerprint(), bits, masters, parameters)
        .write(file);
  }

  /** Only an earlier bundle is replaced. */
  private static void requireFree(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> content = Files.list(folder)) {
        Optional<String> other =
            content
                .map(path -> path.getFileName().toString())
                .filter(name -> !BUNDLED.matcher(name).matches())
                .findFirst();
        if (other.isPresent()) {
          throw new InvalidInputException(
              folder
                  + " has other files, such as "
                  + other.get()
                  + "; vertical needs a folder of its own. Maybe --out "
                  + folder.resolve("vertical")
                  + "?");
        }
      }
    } else if (Files.exists(folder)) {
      throw new InvalidInputException(
          folder + " is a file; vertical writes a folder. Maybe --out " + folder + "-vertical?");
    }
  }

  /** Whether the weights of a layer at every bit-width follow from those at the greatest. */
  private static void requireCascade(FrozenLayer layer, BitWidths bits) {
    byte[] master = layer.weightCodes(bits.size() - 1);
    for (int i = 0; i < bits.size() - 1; i++) {
      if (!Arrays.equals(Cascade.down(master, bits, i), layer.weightCodes(i))) {
        throw new InvalidInputException(
            "The layer "
                + layer.name()
                + " has weights of its own at "
                + bits.at(i)
                + " bits, which do not follow from those at "
                + bits.max()
                + ". Maybe train the super-network with the recipe vertical?");
      }
    }
  }

  private static int[] sides(ConvShape shape) {
    return new int[] {
      shape.outChannels(),
      shape.fanIn() / shape.kernel() / shape.kernel(),
      shape.kernel(),
      shape.kernel()
    };
  }

  /** Returns what comes with the precision of an index: all pairs of which it is the greater. */
  private static Map<String, TypedTensor> parameters(FrozenNetwork network, int index) {
    BitWidths bits = network.bitWidths();
    Map<String, TypedTensor> tensors = new LinkedHashMap<>();
    for (FrozenLayer layer : network.withProjections()) {
      tensors.put(
          layer.name() + ".inverse_step." + bits.at(index), scalar(layer.inverseStep(index)));
      for (int other = network.separate() ? 0 : index; other <= index; other++) {
        pair(tensors, layer, bits, index, other);
        if (other != index) {
          pair(tensors, layer, bits, other, index);
        }
      }
    }
    return tensors;
  }

  private static void pair(
      Map<String, TypedTensor> tensors, FrozenLayer layer, BitWidths bits, int w, int a) {
    String pair = "." + bits.at(w) + "." + bits.at(a);
    int out = layer.shape().outChannels();
    tensors.put(layer.name() + ".factor" + pair, TypedTensor.floats(layer.factors(w, a), out));
    tensors.put(layer.name() + ".summand" + pair, TypedTensor.floats(layer.summands(w, a), out));
  }

  /** Adds the stem, the classifier and the heads, which all precisions share. */
  private static void ends(FrozenNetwork network, Map<String, TypedTensor> tensors) {
    FrozenLayer stem = network.stem();
    int out = stem.shape().outChannels();
    tensors.put("stem.codes", TypedTensor.signed(stem.weightCodes(0), sides(stem.shape())));
    tensors.put("stem.factor", TypedTensor.floats(stem.factors(0, 0), out));
    tensors.put("stem.summand", TypedTensor.floats(stem.summands(0, 0), out));
    int classes = network.spec().classes();
    classifier("classifier", network.classifier(), classes, tensors);
    List<NetworkPlan.Head> heads = network.plan().heads();
    for (int h = 0; h < heads.size(); h++) {
      classifier(heads.get(h).name(), network.heads().get(h), classes, tensors);
    }
  }

  private static void classifier(
      String name, FrozenClassifier classifier, int classes, Map<String, TypedTensor> tensors) {
    byte[] codes = classifier.weightCodes();
    tensors.put(name + ".codes", TypedTensor.signed(codes, classes, codes.length / classes));
    tensors.put(name + ".bias", TypedTensor.floats(classifier.bias(), classes));
    tensors.put(name + ".factor", scalar(classifier.factor()));
    tensors.put(name + ".inverse_map_step", scalar(classifier.inverseMapStep()));
    tensors.put(name + ".mean_factor", scalar(classifier.meanFactor()));
  }

  private static TypedTensor scalar(float value) {
    return TypedTensor.floats(new float[] {value}, 1);
  }
}
