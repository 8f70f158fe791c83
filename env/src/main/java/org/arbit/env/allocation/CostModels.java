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
    for (CostModel model : ServiceLoader.load(CostModel.class)) {
      CostModel other = known.put(model.name(), model);
      if (other != null && !other.getClass().equals(model.getClass())) {
        throw new IllegalArgumentException(
            "There are two cost models with the name \""
                + model.name()
                + "\": "
                + other.getClass().getName()
                + " and "
                + model.getClass().getName()
                + ". Maybe a jar is twice on the class path?");
      }
    }
    CostModel model = known.get(name);
    if (model == null) {
      throw new IllegalArgumentException(Names.unknown("cost model", name, known.keySet()));
    }
    return model;
  }
}
