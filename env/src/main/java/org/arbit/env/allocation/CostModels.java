package org.arbit.env.allocation;

import java.util.ServiceLoader;
import java.util.TreeMap;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.cost.CostModel;
import org.arbit.supernet.spi.Names;

/** The cost models by name. */
final class CostModels {

  private CostModels() {}

  static CostModel get(String name) {
    TreeMap<String, CostModel> known = new TreeMap<>();
    known.put(BitOps.NAME, new BitOps());
    ServiceLoader.load(CostModel.class).forEach(model -> known.put(model.name(), model));
    CostModel model = known.get(name);
    if (model == null) {
      throw new IllegalArgumentException(Names.unknown("cost model", name, known.keySet()));
    }
    return model;
  }
}
