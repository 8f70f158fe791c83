package org.arbit.experiments.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.Summary;
import org.arbit.experiments.Summary.SupernetFacts;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.AgentConfig;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.QuickstartConfig;
import org.arbit.experiments.evaluate.OperatingPoints;
import org.arbit.experiments.report.HtmlReport;
import org.arbit.experiments.report.RunReport;
import org.arbit.experiments.run.EvaluationStage.AgentPoints;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.Workers;

/**
 * The whole job on one path: data, super-network, agents, baselines, report and exported policy.
 * Everything that is chosen is chosen on the validation split; the test split gives the numbers.
 */
public final class Quickstart {

  /** The kind of run in manifest and summary. */
  public static final String KIND = "quickstart";

  /** The name of the effective configuration in a run folder. */
  public static final String CONFIG = "config.yaml";

  private final QuickstartConfig config;
  private final RunFolder folder;
  private final Origin origin;
  private final Progress progress;
  private final long started = System.nanoTime();

  /** Prepares a run into a folder of its own. */
  public Quickstart(QuickstartConfig config, RunFolder folder, Origin origin, Progress progress) {
    this.config = config;
    this.folder = folder;
    this.origin = origin;
    this.progress = progress;
  }

  /** Returns what is wrong with the names and settings of agents, environment and recipe. */
  public static List<Problem> problems(QuickstartConfig config) {
    ConfigChecks checks =
        new ConfigChecks()
            .supernet(config.supernet(), "supernet")
            .quantized(config.supernet(), "supernet")
            .environment(config.environment(), "environment");
    for (int i = 0; i < config.agents().size(); i++) {
      checks.agent(config.agents().get(i), "agents[" + i + "]");
    }
    return checks.problems();
  }

  /** Runs. */
  public RunRecord run() throws IOException {
    progress.say("Data: " + (config.data().folder() == null ? "strokes" : config.data().folder()));
    DataSplits data = DataStage.load(config.data(), config.seed());
    String yaml = ConfigReader.toYaml(config);
    AtomicFiles.writeString(folder.resolve(CONFIG), yaml);
    try (Workers workers = Workers.forThisMachine();
        MetricsFile metrics = new MetricsFile(folder.path())) {
      SuperNetCheckpoint checkpoint =
          SupernetStage.train(
              config.supernet(),
              config.seed(),
              DataStage.forSupernet(data, config.data()),
              workers,
              progress,
              metrics);
      checkpoint.save(folder.resolve(SupernetStage.FOLDER));
      SuperNetwork network = SupernetStage.freeze(checkpoint, workers);
      EvaluationStage evaluation = new EvaluationStage(network, data, config.tradeOffs(), progress);
      OperatingPoints wanted = evaluation.operatingPoints();
      Setting setting =
          new Setting(
              Environments.load(),
              config.environment(),
              network,
              DataStage.forAgents(data, config.data()));
      List<AgentPoints> agents = agents(setting, evaluation, wanted, metrics);
      List<Evaluated> measured =
          agents.stream().flatMap(agent -> agent.measured().stream()).toList();
      List<Evaluated> uniforms = evaluation.uniforms();
      List<Evaluated> all = new ArrayList<>(measured);
      all.addAll(uniforms);
      all.addAll(evaluation.greedy(setting, config.agents().get(0).lanes()));
      all.addAll(evaluation.matchedRandom(measured));
      int best = evaluation.best(agents, wanted);
      int chosen = best * config.tradeOffs().points() + config.tradeOffs().exported();
      keepBest(agents.get(best), config.agents().get(best).lanes(), setting);
      Summary summary = summary(data, network, uniforms, all);
      RunRecord record =
          new RunRecord(
              summary,
              network.spec(),
              network.bitWidths(),
              data.test(),
              all,
              chosen,
              yaml,
              origin.command());
      HtmlReport.write(
          RunReport.of(record, MetricsCurves.read(folder.path(), config.seed(), progress::say)),
          folder.path());
      manifest(data, network).write(folder.path());
      // Last, so that a folder with a summary is a finished run.
      SummaryFile.write(folder.path(), summary);
      return record;
    }
  }

  private List<AgentPoints> agents(
      Setting setting, EvaluationStage evaluation, OperatingPoints wanted, MetricsFile metrics) {
    AgentStage stage = new AgentStage(progress, metrics);
    List<AgentPoints> points = new ArrayList<>();
    for (AgentConfig agent : config.agents()) {
      points.add(evaluation.agent(List.of(stage.train(agent, setting, config.seed())), wanted));
    }
    return points;
  }

  private void keepBest(AgentPoints best, int lanes, Setting setting) throws IOException {
    double tradeOff = best.chosen().get(config.tradeOffs().exported()).tradeOff();
    BestPolicy.write(folder.path(), best.agent(), tradeOff, lanes, setting);
    ExportStage.write(best.agent(), tradeOff, setting, origin.versions(), folder.path());
  }

  private Summary summary(
      DataSplits data, SuperNetwork network, List<Evaluated> uniforms, List<Evaluated> all) {
    return Summary.of(
        KIND,
        Math.round((System.nanoTime() - started) / 1e8) / 10.0,
        DataStage.facts(data),
        new SupernetFacts(
            config.supernet().recipe(),
            config.supernet().architecture().name(),
            Bits.list(network.bitWidths()),
            Bits.accuracies(
                network.bitWidths(), uniforms.stream().map(Evaluated::result).toList())),
        all.stream().map(Evaluated::result).toList());
  }

  private Manifest manifest(DataSplits data, SuperNetwork network) {
    return new Manifest(KIND, origin.command(), config.seed())
        .with("versions", origin.versions())
        .with("dataSha256", data.sha256())
        .with("supernetSha256", network.fingerprint());
  }
}
