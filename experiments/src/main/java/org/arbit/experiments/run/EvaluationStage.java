package org.arbit.experiments.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.arbit.agents.Evaluator;
import org.arbit.agents.Outcomes;
import org.arbit.experiments.Evaluated;
import org.arbit.experiments.Result;
import org.arbit.experiments.ResultType;
import org.arbit.experiments.config.TradeOffConfig;
import org.arbit.experiments.evaluate.GivenAllocations;
import org.arbit.experiments.evaluate.MatchedRandom;
import org.arbit.experiments.evaluate.Measurement;
import org.arbit.experiments.evaluate.OperatingPoints;
import org.arbit.experiments.evaluate.OperatingPoints.Candidate;
import org.arbit.experiments.evaluate.ValidationScore;
import org.arbit.supernet.SecondPass;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.data.DataSplits;

/**
 * Evaluates agents and baselines: chooses trade-offs on the validation split, and only then
 * measures on the test split.
 */
public final class EvaluationStage {

  private final SuperNetwork network;

  /** The network as allocations without a choice per sample walk it. */
  private final SuperNetwork once;

  private final DataSplits data;
  private final TradeOffConfig config;
  private final Progress progress;

  /** Creates the stage. */
  public EvaluationStage(
      SuperNetwork network, DataSplits data, TradeOffConfig config, Progress progress) {
    this.network = network;
    this.once = network instanceof SecondPass twice ? twice.once() : network;
    this.data = data;
    this.config = config;
    this.progress = progress;
  }

  /**
   * An agent at its operating points.
   *
   * @param agent who
   * @param scores of all its trainings on the validation split, of which it is the best
   * @param chosen the operating points as they were on the validation split
   * @param measured the same points on the test split
   */
  public record AgentPoints(
      TrainedAgent agent, List<Double> scores, List<Candidate> chosen, List<Evaluated> measured) {}

  /** Returns what the configuration wants, counted from the highest uniform bit-width. */
  public OperatingPoints operatingPoints() {
    Outcomes most =
        GivenAllocations.uniform(once.bitWidths().max()).evaluate(once, data.validation(), 0);
    return new OperatingPoints(
        config.losses(),
        config.budgets(),
        new OperatingPoints.Reference(most.accuracy(), most.meanNetworkBitOps()));
  }

  /** Returns the results of every uniform bit-width, ascending. */
  public List<Evaluated> uniforms() {
    List<Evaluated> results = new ArrayList<>();
    int[] bitWidths = once.bitWidths().toArray();
    try (Progress.Part part = progress.start("uniform baselines", "passes", bitWidths.length)) {
      for (int bits : bitWidths) {
        Outcomes outcomes = GivenAllocations.uniform(bits).evaluate(once, data.test(), 0);
        results.add(
            Measurement.of(
                "uniform-" + bits, ResultType.STATIC, null, null, outcomes, data.test()));
        part.to(results.size());
      }
    }
    return results;
  }

  /**
   * Returns what the greedy search reaches at the operating points: an allocation for all samples
   * each, named {@code greedy@} and its price, without those that are the same as another.
   *
   * @param setting of the agents
   * @param lanes of their environments
   */
  List<Evaluated> greedy(Setting setting, int lanes) {
    EvaluationStage stage = new EvaluationStage(once, data, config, progress);
    Map<Double, Evaluated> byCost = new LinkedHashMap<>();
    for (Evaluated found :
        BaselineStage.greedy(lanes).measure(List.of(0L), setting, once, data.validation(), stage)) {
      Result result = found.result();
      // Fixed like a uniform one: the same whatever the seed of an agent.
      Result fixed =
          new Result(
              "greedy@" + result.tradeOff(),
              ResultType.STATIC,
              null,
              null,
              result.accuracy(),
              result.meanBits(),
              result.networkBitOps(),
              result.controllerBitOps(),
              result.totalBitOps(),
              result.difficultyCorrelation());
      byCost.putIfAbsent(result.totalBitOps(), new Evaluated(fixed, found.outcomes()));
    }
    return List.copyOf(byCost.values());
  }

  /**
   * Chooses the trade-offs of an agent, the best of its trainings on the validation split, and
   * measures it there.
   *
   * @param restarts at least one
   * @param wanted of {@link #operatingPoints()}
   */
  public AgentPoints agent(List<TrainedAgent> restarts, OperatingPoints wanted) {
    List<List<Candidate>> chosen = new ArrayList<>();
    for (TrainedAgent restart : restarts) {
      chosen.add(choose(restart.name(), restart.agent().evaluator(), wanted));
    }
    List<Double> scores = chosen.stream().map(wanted::score).toList();
    int best = scores.indexOf(Collections.max(scores));
    TrainedAgent agent = restarts.get(best);
    if (restarts.size() > 1) {
      String all =
          scores.stream()
              .map(score -> String.format(Locale.ROOT, "%.4f", score))
              .collect(Collectors.joining(", "));
      progress.say(
          "%s, seed %d: restart %d is the best on the validation split, of %s."
              .formatted(agent.name(), agent.seed(), best + 1, all));
    }
    return new AgentPoints(
        agent,
        scores,
        chosen.get(best),
        measure(
            agent.name(),
            ResultType.AGENT,
            agent.seed(),
            agent.agent().evaluator(),
            chosen.get(best)));
  }

  /** Chooses the trade-offs of an evaluator and measures it there. */
  List<Evaluated> points(
      String name, ResultType type, long seed, Evaluator evaluator, OperatingPoints wanted) {
    return measure(name, type, seed, evaluator, choose(name, evaluator, wanted));
  }

  private List<Candidate> choose(String name, Evaluator evaluator, OperatingPoints wanted) {
    int passes = config.candidates().size();
    try (Progress.Part part = progress.start(name + ": validation", "passes", passes)) {
      return wanted.choose(candidates(evaluator, part));
    }
  }

  private List<Evaluated> measure(
      String name, ResultType type, long seed, Evaluator evaluator, List<Candidate> chosen) {
    try (Progress.Part part = progress.start(name + ": test", "passes", chosen.size())) {
      List<Evaluated> measured = new ArrayList<>();
      for (Candidate point : chosen) {
        Outcomes outcomes = evaluator.evaluate(network, data.test(), point.tradeOff());
        measured.add(Measurement.of(name, type, seed, point.tradeOff(), outcomes, data.test()));
        part.to(measured.size());
      }
      return measured;
    }
  }

  /** Returns how good an agent is on the validation split: its {@link ValidationScore}. */
  public double validationScore(TrainedAgent agent) {
    int passes = config.candidates().size();
    try (Progress.Part part = progress.start(agent.name() + ": validation", "passes", passes)) {
      List<Candidate> candidates = candidates(agent.agent().evaluator(), part);
      Outcomes most =
          GivenAllocations.uniform(once.bitWidths().max()).evaluate(once, data.validation(), 0);
      return ValidationScore.of(candidates, most.meanNetworkBitOps());
    }
  }

  private List<Candidate> candidates(Evaluator evaluator, Progress.Part part) {
    List<Candidate> candidates = new ArrayList<>();
    for (double tradeOff : config.candidates()) {
      Outcomes outcomes = evaluator.evaluate(network, data.validation(), tradeOff);
      candidates.add(new Candidate(tradeOff, outcomes.accuracy(), outcomes.meanTotalBitOps()));
      part.to(candidates.size());
    }
    return candidates;
  }

  /**
   * Returns, for each result of an agent, that of random bits at the same total BitOps, the agent's
   * controller included, drawn with the agent's seed.
   */
  public List<Evaluated> matchedRandom(List<Evaluated> agents) {
    List<Evaluated> results = new ArrayList<>();
    try (Progress.Part part = progress.start("random baselines", "passes", agents.size())) {
      for (Evaluated agent : agents) {
        long seed = Objects.requireNonNullElse(agent.result().seed(), 0L);
        MatchedRandom choice = new MatchedRandom(agent.result().totalBitOps(), seed);
        Outcomes outcomes = new GivenAllocations(choice).evaluate(once, data.test(), 0);
        results.add(
            Measurement.of(
                "random@" + agent.result().name() + "@" + agent.result().tradeOff(),
                ResultType.RANDOM,
                seed,
                agent.result().tradeOff(),
                outcomes,
                data.test()));
        part.to(results.size());
      }
    }
    return results;
  }

  /**
   * Returns the index of the best agent at the exported operating point, judged on the validation
   * split alone.
   */
  public int best(List<AgentPoints> agents, OperatingPoints wanted) {
    return wanted.best(agents.stream().map(AgentPoints::chosen).toList(), config.exported());
  }
}
