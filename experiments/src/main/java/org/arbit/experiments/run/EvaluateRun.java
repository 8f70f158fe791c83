package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbit.agents.Evaluator;
import org.arbit.agents.Outcomes;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.evaluate.Measurement;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.layers.Workers;

/** The policy that a run has chosen, ready to be measured again. */
public final class EvaluateRun {

  private final BestPolicy best;
  private final RunInputs inputs;
  private final Evaluator evaluator;

  private EvaluateRun(BestPolicy best, RunInputs inputs, Evaluator evaluator) {
    this.best = best;
    this.inputs = inputs;
    this.evaluator = evaluator;
  }

  /** Reads policy, network and data of a run. */
  public static EvaluateRun load(Path runFolder, Workers workers) throws IOException {
    Manifest.check(runFolder);
    BestPolicy best = BestPolicy.read(runFolder);
    RunInputs inputs = RunInputs.ofRun(runFolder, workers);
    Setting setting =
        new Setting(
            Environments.load(), best.environment(), inputs.network(), inputs.data().train());
    return new EvaluateRun(best, inputs, best.load(runFolder, setting).evaluator());
  }

  /** Returns network and data. */
  public RunInputs inputs() {
    return inputs;
  }

  /**
   * Measures.
   *
   * @param tradeOffs prices; the chosen one if empty
   */
  public List<Evaluated> at(List<Double> tradeOffs, Split split) {
    Dataset data = split.of(inputs.data());
    List<Evaluated> results = new ArrayList<>();
    for (double tradeOff : tradeOffs.isEmpty() ? List.of(best.tradeOff()) : tradeOffs) {
      Outcomes outcomes = evaluator.evaluate(inputs.network(), data, tradeOff);
      results.add(
          Measurement.of(best.agent(), ResultType.AGENT, best.seed(), tradeOff, outcomes, data));
    }
    return results;
  }
}
