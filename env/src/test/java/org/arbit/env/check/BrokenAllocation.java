package org.arbit.env.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.ResetOptions;
import org.arbit.env.Step;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;

/** An allocation environment that breaks the rule with a given number; 0 breaks none. */
final class BrokenAllocation implements Env {

  private final int broken;
  private final Env inner;
  private int steps;

  private BrokenAllocation(int broken, Env inner) {
    this.broken = broken;
    this.inner = inner;
  }

  static CheckSubject subject(int broken) {
    ToySuperNetwork toy = ToySuperNetwork.standard();
    SuperNetwork network = broken == 42 ? new Moody(toy) : toy;
    ToyDataset data = ToyDataset.of(toy, 16);
    String id = broken == 43 ? "BitAllocationStatic-v1" : "BitAllocation-v1";
    Environments environments = Environments.load();
    CheckSubject.Variant variant =
        overrides -> {
          Map<String, Object> used = new TreeMap<>(overrides);
          if (broken == 40) {
            used.remove("budget");
          }
          return new BrokenAllocation(broken, environments.single(id, used, network, data));
        };
    return new CheckSubject(
        "broken " + broken,
        () -> variant.make(Map.of()),
        (size, autoReset) -> SyncVectorEnv.of(size, i -> variant.make(Map.of()), autoReset),
        variant,
        network);
  }

  @Override
  public EnvSpec spec() {
    return inner.spec();
  }

  @Override
  public Box observationSpace() {
    return inner.observationSpace();
  }

  @Override
  public Discrete actionSpace() {
    return inner.actionSpace();
  }

  @Override
  public Step reset(ResetOptions options) {
    steps = 0;
    return change(inner.reset(options));
  }

  @Override
  public Step step(int action) {
    steps++;
    return change(inner.step(action));
  }

  private Step change(Step step) {
    boolean[] mask = step.mask();
    Map<String, Object> info = new LinkedHashMap<>(step.info());
    boolean truncated = broken == 27 && steps == 2;
    if (broken == 37) {
      info.put("actionMask", new boolean[mask.length]);
    }
    if (broken == 38 && steps == 2) {
      Arrays.fill(mask, false);
    }
    if (broken == 39) {
      Arrays.fill(mask, 1, mask.length, false);
    }
    if (broken == 41 && info.get("bitOps") instanceof Long bitOps) {
      info.put("bitOps", bitOps + 1);
    }
    if (broken == 43 && info.get("accuracy") instanceof Double accuracy) {
      info.put("accuracy", accuracy + (double) info.get("lambda"));
    }
    return new Step(
        step.observation(), mask, step.reward(), step.terminated() && !truncated, truncated, info);
  }

  @Override
  public boolean[] actionMasks() {
    return inner.actionMasks();
  }

  @Override
  public void close() {
    inner.close();
  }

  /** A network whose fingerprint changes with every walk. */
  private static final class Moody implements SuperNetwork {

    private final SuperNetwork inner;
    private int walks;

    Moody(SuperNetwork inner) {
      this.inner = inner;
    }

    @Override
    public NetworkSpec spec() {
      return inner.spec();
    }

    @Override
    public BitWidths bitWidths() {
      return inner.bitWidths();
    }

    @Override
    public boolean separate() {
      return inner.separate();
    }

    @Override
    public List<String> featureNames() {
      return inner.featureNames();
    }

    @Override
    public String fingerprint() {
      return Integer.toString(walks);
    }

    @Override
    public Walk open(byte[] images, int samples) {
      walks++;
      return inner.open(images, samples);
    }
  }
}
