package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.registry.Environments;
import org.arbit.experiments.AnswersFile;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.RunRecord;
import org.arbit.experiments.Summary;
import org.arbit.experiments.Summary.SupernetFacts;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.evaluate.OperatingPoints;
import org.arbit.experiments.report.HtmlReport;
import org.arbit.experiments.report.RunReport;
import org.arbit.experiments.run.EvaluationStage.AgentPoints;
import org.arbit.supernet.layers.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Trains one agent over several seeds. A run that was killed goes on from its newest checkpoints
 * and ends with the same results as an uninterrupted one.
 */
public final class TrainRun {

  /** The kind of run in manifest and summary. */
  public static final String KIND = "train";

  private static final String CHECKPOINTS = "checkpoints";

  /** No policy is exported: there is none. */
  private static final int NOTHING_CHOSEN = -1;

  private final TrainConfig config;
  private final Environments environments = Environments.load();
  private final Origin origin;
  private final Progress progress;
  private final long started = System.nanoTime();

  /** Of every seed, how good its trainings are on the validation split. */
  private final Map<Long, List<Double>> scores = new TreeMap<>();

  /** Prepares a run. */
  public TrainRun(TrainConfig config, Origin origin, Progress progress) {
    this.config = config;
    this.origin = origin;
    this.progress = progress;
  }

  /** Returns what is wrong with the names and settings of agent, environment and super-network. */
  public static List<Problem> problems(TrainConfig config) {
    ConfigChecks checks =
        new ConfigChecks()
            .environment(config.environment(), "environment")
            .agent(config.agent(), "agent");
    String supernet = config.supernet();
    if (supernet != null && !SupernetFolder.in(Path.of(supernet)).exists()) {
      checks.add(
          "supernet",
          supernet
              + " has no super-network. Maybe train one with arbit supernet train --out "
              + supernet
              + "?");
    }
    if (!isMeasured(config) && !ConfigChecks.learns(config.agent())) {
      checks.add(notLearning(config));
    }
    if (config.restarts() > 1 && !ConfigChecks.learns(config.agent())) {
      checks.add(
          "restarts",
          config.agent().name() + " does not learn, so that there is nothing to start again.");
    }
    if (supernet == null && ConfigChecks.needsNetwork(config.environment())) {
      checks.add(
          "supernet",
          config.environment().id()
              + " needs a super-network, but none is given. Maybe --set "
              + "supernet=runs/quickstart-1?");
    }
    return checks.problems();
  }

  /** Returns what is wrong with a training whose results a sweep puts together. */
  static List<Problem> problemsOfTrial(TrainConfig config) {
    List<Problem> problems = new ArrayList<>(problems(config));
    if (!isMeasured(config)) {
      problems.add(notMeasured(config));
    }
    return problems;
  }

  /**
   * Checks that the run can be paused: it will have results, and an agent that learns.
   *
   * @throws ConfigException if not
   */
  public void requirePausable() {
    if (!isMeasured(config)) {
      throw new ConfigException(List.of(notMeasured(config)));
    }
    if (!ConfigChecks.learns(config.agent())) {
      throw new ConfigException(List.of(notLearning(config)));
    }
  }

  private static Problem notMeasured(TrainConfig config) {
    return new Problem(
        "environment.id",
        config.environment().id()
            + " has no results to put together; a sweep needs "
            + BitAllocation.ID
            + " or "
            + BitAllocation.EXIT_ID
            + ".");
  }

  private static Problem notLearning(TrainConfig config) {
    return new Problem(
        "agent.name",
        config.agent().name()
            + " does not learn by acting; here an agent must. Maybe use reinforce?");
  }

  /**
   * Runs, or goes on with a run.
   *
   * @return the record, or nothing where the environment has no network to measure
   */
  public Optional<RunRecord> run(RunFolder folder) throws IOException {
    try (RunLock lock = RunLock.take(folder.path());
        Workers workers = Workers.forThisMachine()) {
      RunInputs inputs =
          config.supernet() == null
              ? null
              : RunInputs.load(
                  Path.of(config.supernet()),
                  config.data(),
                  config.passes(),
                  config.perBlock(),
                  workers);
      folder.writeConfig(ConfigReader.toYaml(config));
      Setting setting = setting(inputs);
      Optional<RunRecord> record = record(folder, inputs, setting);
      manifest(inputs).write(folder.path());
      if (record.isPresent()) {
        HtmlReport.write(
            RunReport.of(
                record.get(),
                MetricsCurves.read(folder.path(), config.seeds().get(0), progress::say)),
            folder.path());
        AnswersFile.write(folder.path(), record.get().evaluated());
        // Last, so that a folder with a summary is a finished run.
        SummaryFile.write(folder.path(), record.get().summary());
      }
      return record;
    }
  }

  /**
   * Runs, or goes on with a run, until each seed is at its first checkpoint that has {@code steps}
   * environment steps or more, and notes in {@code pauses.json} how good the agents are there.
   * Resumed afterwards, it ends as a run that was never paused.
   *
   * @return the mean {@linkplain EvaluationStage#validationScore score} on the validation split
   */
  public double pauseAt(RunFolder folder, long steps) throws IOException {
    requirePausable();
    try (RunLock lock = RunLock.take(folder.path());
        Workers workers = Workers.forThisMachine()) {
      RunInputs inputs =
          RunInputs.load(
              Path.of(Objects.requireNonNull(config.supernet())),
              config.data(),
              config.passes(),
              config.perBlock(),
              workers);
      folder.writeConfig(ConfigReader.toYaml(config));
      EvaluationStage evaluation =
          new EvaluationStage(inputs.network(), inputs.data(), config.tradeOffs(), progress);
      double sum = 0;
      for (List<TrainedAgent> restarts : train(folder, setting(inputs), steps)) {
        sum += restarts.stream().mapToDouble(evaluation::validationScore).max().orElseThrow();
      }
      double score = sum / config.seeds().size();
      manifest(inputs).write(folder.path());
      // Last, so that a pause with a score is complete.
      PauseScores.add(folder.path(), steps, score);
      return score;
    }
  }

  private Optional<RunRecord> record(RunFolder folder, @Nullable RunInputs inputs, Setting setting)
      throws IOException {
    BaselineStage baseline = new BaselineStage(config.agent());
    if (inputs != null && !baseline.learns()) {
      EvaluationStage evaluation =
          new EvaluationStage(inputs.network(), inputs.data(), config.tradeOffs(), progress);
      List<Evaluated> measured =
          AgentStage.made(
              () ->
                  baseline.measure(
                      config.seeds(),
                      setting,
                      inputs.network(),
                      inputs.data().validation(),
                      evaluation));
      return Optional.of(record(inputs, setting, evaluation, measured, NOTHING_CHOSEN));
    }
    List<List<TrainedAgent>> trained = train(folder, setting, Long.MAX_VALUE);
    return inputs == null || !isMeasured(config)
        ? Optional.empty()
        : Optional.of(measure(folder, inputs, setting, trained));
  }

  private Setting setting(@Nullable RunInputs inputs) {
    return new Setting(
        environments,
        config.environment(),
        inputs == null ? null : inputs.network(),
        inputs == null ? null : inputs.agentImages());
  }

  /** Returns the trainings of each seed. */
  private List<List<TrainedAgent>> train(RunFolder folder, Setting setting, long pauseAt)
      throws IOException {
    List<List<TrainedAgent>> trained = new ArrayList<>();
    for (long seed : config.seeds()) {
      SplittableRandom seeds = new SplittableRandom(seed);
      List<TrainedAgent> restarts = new ArrayList<>();
      for (int restart = 1; restart <= config.restarts(); restart++) {
        // The first is what there would be without others.
        long own = restart == 1 ? seed : seeds.nextLong(Long.MAX_VALUE);
        TrainedAgent agent = train(folder, setting, seed, restart, own, pauseAt);
        restarts.add(new TrainedAgent(agent.agent(), seed, agent.file()));
      }
      trained.add(restarts);
    }
    return trained;
  }

  private TrainedAgent train(
      RunFolder folder, Setting setting, long seed, int restart, long own, long pauseAt)
      throws IOException {
    String again = restart == 1 ? "" : ", restart " + restart;
    String part = config.agent().name() + again + ", seed " + seed;
    String kept = "seed-" + seed + (restart == 1 ? "" : "-restart-" + restart);
    Checkpoints checkpoints =
        new Checkpoints(folder.resolve(CHECKPOINTS).resolve(kept), config.keepCheckpoints());
    MetricsFile.forgetAfter(folder.path(), part, checkpoints.newestSteps());
    try (MetricsFile metrics = new MetricsFile(folder.path())) {
      TrainedAgent agent =
          new AgentStage(progress, metrics)
              .train(
                  config.agent(),
                  setting,
                  own,
                  part,
                  new AgentStage.Segments(config.checkpointSteps(), pauseAt),
                  checkpoints);
      if (pauseAt == Long.MAX_VALUE) {
        checkpoints.keepFinal(agent.file());
      }
      return agent;
    }
  }

  private RunRecord measure(
      RunFolder folder, RunInputs inputs, Setting setting, List<List<TrainedAgent>> trained)
      throws IOException {
    EvaluationStage evaluation =
        new EvaluationStage(inputs.network(), inputs.data(), config.tradeOffs(), progress);
    OperatingPoints wanted = evaluation.operatingPoints();
    List<AgentPoints> points = new ArrayList<>();
    for (List<TrainedAgent> restarts : trained) {
      AgentPoints best = evaluation.agent(restarts, wanted);
      points.add(best);
      scores.put(best.agent().seed(), best.scores());
    }
    List<Evaluated> measured = points.stream().flatMap(p -> p.measured().stream()).toList();
    int best = evaluation.best(points, wanted);
    int exported = config.tradeOffs().exported();
    double tradeOff = points.get(best).chosen().get(exported).tradeOff();
    TrainedAgent chosen = points.get(best).agent();
    BestPolicy.write(folder.path(), chosen, tradeOff, config.agent().lanes(), setting);
    ExportStage.write(
        chosen, tradeOff, setting, origin.versions(), folder.resolve(BestPolicy.FOLDER));
    return record(
        inputs, setting, evaluation, measured, best * config.tradeOffs().points() + exported);
  }

  /** Returns what was typed for the super-network, where its folder tells, and for this run. */
  private String commands() throws IOException {
    String supernet = config.supernet();
    return supernet == null
        ? origin.command()
        : Manifest.command(Path.of(supernet)).map(c -> c + "\n").orElse("") + origin.command();
  }

  /** Puts the record together, with the baselines that every run has. */
  private RunRecord record(
      RunInputs inputs,
      Setting setting,
      EvaluationStage evaluation,
      List<Evaluated> measured,
      int chosen)
      throws IOException {
    List<Evaluated> uniforms = evaluation.uniforms();
    List<Evaluated> all = new ArrayList<>(measured);
    all.addAll(uniforms);
    if (!config.agent().name().equals(BaselineStage.GREEDY)) {
      all.addAll(evaluation.greedy(setting, config.agent().lanes()));
    }
    all.addAll(evaluation.matchedRandom(measured));
    Summary summary =
        Summary.of(
            KIND,
            Math.round((System.nanoTime() - started) / 1e8) / 10.0,
            DataStage.facts(inputs.data()),
            new SupernetFacts(
                inputs.checkpoint().recipe(),
                inputs.checkpoint().network().name(),
                Bits.list(inputs.network().bitWidths()),
                Bits.accuracies(
                    inputs.network().bitWidths(),
                    uniforms.stream().map(Evaluated::result).toList())),
            all.stream().map(Evaluated::result).toList());
    return new RunRecord(
        summary,
        inputs.network().spec(),
        inputs.network().bitWidths(),
        inputs.data().test(),
        all,
        chosen,
        ConfigReader.toYaml(config),
        commands());
  }

  private Manifest manifest(@Nullable RunInputs inputs) {
    Manifest manifest =
        new Manifest(KIND, origin.command(), config.seeds().get(0))
            .with("seeds", config.seeds())
            .with("versions", origin.versions());
    if (inputs != null && config.supernet() != null) {
      manifest
          .with("supernet", config.supernet())
          .with("supernetSha256", inputs.network().fingerprint())
          .with("dataSha256", inputs.data().sha256());
    }
    if (config.restarts() > 1 && !scores.isEmpty()) {
      manifest.with("restartScores", scores);
    }
    return manifest;
  }

  /** Only allocations per sample are measured on a split as a whole. */
  private static boolean isMeasured(TrainConfig config) {
    return ConfigChecks.isOneOf(config.environment(), BitAllocation.ID, BitAllocation.EXIT_ID);
  }
}
