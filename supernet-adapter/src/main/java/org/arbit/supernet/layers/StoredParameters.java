package org.arbit.supernet.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.spi.InvalidInputException;

/** Checks that a checkpoint holds the parameters of a network. */
final class StoredParameters {

  private StoredParameters() {}

  /**
   * Checks that there are as many numbers as a network has weights, so that what its description
   * promises need not be allocated before the file is seen to hold it.
   *
   * @throws InvalidInputException if there are fewer
   */
  static void requireEnough(NetworkSpec spec, Map<String, Tensor> tensors) {
    List<LayerSpec> layers =
        Stream.concat(spec.fixed().stream(), spec.searchable().stream()).toList();
    long needed = layers.stream().mapToLong(LayerSpec::weights).sum();
    long found = tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
    if (needed <= found) {
      return;
    }
    String missing =
        layers.stream()
            .map(layer -> layer.name() + ".weight")
            .filter(name -> !tensors.containsKey(name))
            .findFirst()
            .map(name -> "; it should have the array " + name + ", but has none")
            .orElse("");
    throw new InvalidInputException(
        "The network %s has %d weights, but the checkpoint holds %d numbers%s."
            .formatted(spec.name(), needed, found, missing));
  }

  /**
   * Checks that every parameter is there in its shape.
   *
   * @param network its name
   * @throws InvalidInputException naming the first that is not
   */
  static void require(String network, List<Parameter> parameters, Map<String, Tensor> tensors) {
    for (Parameter parameter : parameters) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null || !Arrays.equals(tensor.shape(), parameter.shape())) {
        throw new InvalidInputException(
            "The checkpoint of %s should have the array %s of shape %s, but it has %s."
                .formatted(
                    network,
                    parameter.name(),
                    Arrays.toString(parameter.shape()),
                    tensor == null ? "none" : Arrays.toString(tensor.shape())));
      }
    }
  }
}
