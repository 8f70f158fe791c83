package org.arbit.supernet.cost;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.arbit.supernet.ExitSpec;
import org.arbit.supernet.LayerSpec;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/**
 * Costs out of a table in a file, for latency or energy that was measured elsewhere. Searchable
 * layers stand there at every candidate, fixed layers and heads at 8/8; {@link CostTemplate} writes
 * the rows.
 */
public final class TableCost implements CostModel {

  /** The registered name. */
  public static final String NAME = "table";

  private final String unit;
  private final Map<CostRow.Key, Double> costs;

  private TableCost(String unit, Map<CostRow.Key, Double> costs) {
    this.unit = unit;
    this.costs = costs;
  }

  /**
   * Provides the model: option {@code file} for the table, {@code unit} for the name of its unit.
   */
  public static final class Provider implements CostProvider {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String summary() {
      return "costs measured elsewhere, from a CSV or JSON file; see supernet cost-template";
    }

    @Override
    public Set<String> options() {
      return Set.of("file", "unit");
    }

    @Override
    public CostModel create(CostRequest request) {
      return read(Path.of(request.required(NAME, "file")), request);
    }
  }

  private static TableCost read(Path file, CostRequest request) {
    CostTableFile table = CostTableFile.read(file);
    List<CostTableLayout.Slot> slots =
        CostTableLayout.slots(request.network(), request.bitWidths(), request.separate());
    Set<String> layers =
        slots.stream()
            .map(slot -> slot.key().layer())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<CostRow.Key, Double> costs = new HashMap<>();
    for (CostRow row : table.rows()) {
      if (!layers.contains(row.key().layer())) {
        throw table.wrong(row.line(), Names.unknown("layer", row.key().layer(), layers));
      }
      costs.put(row.key(), row.cost());
    }
    List<CostRow.Key> missing =
        slots.stream()
            .map(CostTableLayout.Slot::key)
            .filter(key -> !costs.containsKey(key))
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          file
              + " has no row for "
              + missing.get(0)
              + (missing.size() > 1 ? ", and " + (missing.size() - 1) + " more are missing" : "")
              + "; of "
              + slots.size()
              + " rows. Maybe write them with supernet cost-template?");
    }
    String unit = request.options().getOrDefault("unit", table.unit());
    return new TableCost(unit.isBlank() ? "cost" : unit, costs);
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public double layer(NetworkSpec network, int layer, int weightBits, int activationBits) {
    return at(network.layer(layer).name(), weightBits, activationBits);
  }

  @Override
  public double fixed(NetworkSpec network) {
    return network.fixed().stream().mapToDouble(this::ofFixed).sum();
  }

  @Override
  public double head(NetworkSpec network, ExitSpec exit) {
    return at(CostTableLayout.head(network, exit), NetworkSpec.FIXED_BITS, NetworkSpec.FIXED_BITS);
  }

  @Override
  public double exit(NetworkSpec network, ExitSpec exit) {
    return head(network, exit) - network.classifier().map(this::ofFixed).orElse(0.0);
  }

  private double ofFixed(LayerSpec layer) {
    return at(layer.name(), NetworkSpec.FIXED_BITS, NetworkSpec.FIXED_BITS);
  }

  private double at(String layer, int weightBits, int activationBits) {
    CostRow.Key key = new CostRow.Key(layer, weightBits, activationBits);
    Double cost = costs.get(key);
    if (cost == null) {
      throw new IllegalArgumentException("The table of costs has no row for " + key + ".");
    }
    return cost;
  }
}
