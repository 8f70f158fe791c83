package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.arbit.experiments.Summary;
import org.arbit.experiments.SummaryFile;
import org.arbit.experiments.config.ConfigReader;
import org.arbit.experiments.config.Problem;
import org.arbit.experiments.config.SupernetRunConfig;
import org.arbit.experiments.config.SweepPlan;
import org.arbit.experiments.config.TrainConfig;
import org.arbit.experiments.config.Trial;
import org.arbit.experiments.evaluate.MergedSummary;
import org.arbit.supernet.format.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Many independent trials, each in a run folder of its own, and their results in one summary and
 * one report. A trial depends on nothing but its configuration, so that results are the same
 * whatever the number of workers. What has ended is kept when a sweep goes on.
 */
public final class Sweep {

  /** The kind of run in manifest and summary. */
  public static final String KIND = "sweep";

  /** The folder of the trials in a run folder. */
  static final String TRIALS = "trials";

  private static final long POLL_MILLIS = 200;

  private final SweepPlan plan;
  private final Origin origin;
  private final Progress progress;
  private final long started = System.nanoTime();

  /** Prepares a sweep. */
  public Sweep(SweepPlan plan, Origin origin, Progress progress) {
    this.plan = plan;
    this.origin = origin;
    this.progress = progress;
  }

  /**
   * How a sweep ended.
   *
   * @param summary of the trials that worked, if any did
   * @param failed the names of the others, with what went wrong
   */
  public record Outcome(Optional<Summary> summary, Map<String, String> failed) {}

  /** Returns what is wrong with the names and settings of a trial. */
  public static List<Problem> problems(Record config) {
    if (config instanceof TrainConfig training) {
      return TrainRun.problemsOfTrial(training);
    }
    return config instanceof SupernetRunConfig supernet
        ? SupernetRun.problems(supernet)
        : List.of();
  }

  /**
   * Runs, or goes on with, the trials.
   *
   * @param workers trials at a time
   */
  public Outcome run(RunFolder folder, int workers, TrialRunner runner) throws IOException {
    try (RunLock lock = RunLock.take(folder.path())) {
      folder.writeConfig(plan.yaml());
      Path trials = folder.resolve(TRIALS);
      List<Halving.Choice> choices = new ArrayList<>();
      Map<String, String> failed = runAll(trials, workers, runner, choices);
      List<MergedSummary.Part> parts = new ArrayList<>();
      for (Trial trial : plan.trials()) {
        if (TrialFolder.isDone(trials.resolve(trial.name()))) {
          parts.add(
              new MergedSummary.Part(
                  trial.variant(), trial.seed(), SummaryFile.read(trials.resolve(trial.name()))));
        }
      }
      manifest(failed, choices).write(folder.path());
      if (parts.isEmpty()) {
        return new Outcome(Optional.empty(), failed);
      }
      double seconds = Math.round((System.nanoTime() - started) / 1e8) / 10.0;
      Summary summary = MergedSummary.of(KIND, seconds, parts);
      ReportRun.ofSweep(folder.path(), summary, failed, origin.command(), progress)
          .write(folder.path());
      SummaryFile.write(folder.path(), summary);
      return new Outcome(Optional.of(summary), failed);
    }
  }

  /** What became of a trial. */
  private record Ended(String name, Optional<String> failure) {}

  private Map<String, String> runAll(
      Path trials, int workers, TrialRunner runner, List<Halving.Choice> choices)
      throws IOException {
    Map<String, String> failed = new LinkedHashMap<>();
    List<Trial> left = plan.trials();
    if (plan.halving() != null) {
      Halving halving = new Halving(plan.halving());
      for (long pause : halving.pauses(left)) {
        if (Halving.settings(left).size() < 2) {
          break;
        }
        failed.putAll(runAll(left, pause, trials, workers, runner));
        Halving.Choice choice = halving.choose(pause, left, PauseScores.in(trials, left, pause));
        choices.add(choice);
        progress.say(choice.describe());
        left = Halving.goingOn(choice, left);
      }
    }
    failed.putAll(runAll(left, null, trials, workers, runner));
    return failed;
  }

  private Map<String, String> runAll(
      List<Trial> plan, @Nullable Long pauseAt, Path trials, int workers, TrialRunner runner)
      throws IOException {
    Map<String, String> failed = new LinkedHashMap<>();
    if (plan.isEmpty()) {
      return failed;
    }
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    CompletionService<Ended> service = new ExecutorCompletionService<>(threads);
    int total = plan.size();
    String name = pauseAt == null ? KIND : KIND + ", " + pauseAt + " steps";
    try (Progress.Part part = progress.start(name, TRIALS, total)) {
      int done = 0;
      for (Trial trial : plan) {
        if (isThere(trials.resolve(trial.name()), pauseAt)) {
          done++;
        } else {
          service.submit(() -> new Ended(trial.name(), run(trial, pauseAt, trials, runner)));
        }
      }
      while (done < total) {
        Future<Ended> next = service.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          done++;
          Ended ended = next.get();
          ended
              .failure()
              .ifPresent(
                  reason -> {
                    failed.put(ended.name(), reason);
                    progress.warn("Trial " + ended.name() + " failed: " + reason);
                  });
        }
        part.to(done, failed.isEmpty() ? "" : failed.size() + " failed");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException stopped) {
        throw stopped;
      }
      Throwable cause = e.getCause();
      String reason = cause instanceof IOException ? cause.getMessage() : String.valueOf(cause);
      throw new IOException("A trial could not be started: " + reason, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The sweep was interrupted.", e);
    } finally {
      end(threads);
    }
    return failed;
  }

  /** Whether a trial has ended, or has been at a pause. */
  private static boolean isThere(Path folder, @Nullable Long pauseAt) throws IOException {
    return TrialFolder.isDone(folder)
        || (pauseAt != null && PauseScores.find(folder, pauseAt).isPresent());
  }

  private static Optional<String> run(
      Trial trial, @Nullable Long pauseAt, Path trials, TrialRunner runner)
      throws IOException, InterruptedException {
    Path folder = trials.resolve(trial.name());
    TrialFolder.State state = TrialFolder.settle(folder);
    if (isThere(folder, pauseAt)) {
      return Optional.empty();
    }
    Path config = trials.resolve(trial.name() + ".yaml");
    AtomicFiles.writeString(config, ConfigReader.toYaml(trial.config()));
    return runner.run(
        new TrialRunner.Attempt(config, folder, state == TrialFolder.State.STARTED, pauseAt));
  }

  /** Waits for workers to save what they have. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      // Who does not hear of it goes on with a trial that no longer counts.
      threads.awaitTermination(TrialFolder.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Manifest manifest(Map<String, String> failed, List<Halving.Choice> choices) {
    Manifest manifest =
        new Manifest(KIND, origin.command(), plan.trials().get(0).seed())
            .with("versions", origin.versions())
            .with("seeds", plan.trials().stream().map(Trial::seed).distinct().toList())
            .with("trials", plan.trials().stream().map(Trial::name).toList())
            .with("failed", failed);
    return choices.isEmpty() ? manifest : manifest.with("halving", choices);
  }
}
