package org.arbit.experiments.spark;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.arbit.experiments.run.Progress;
import org.arbit.experiments.run.SweepEngine;
import org.arbit.experiments.run.TrialProgram;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Does each trial as a Spark job of one task, which starts a worker process on its machine as the
 * local engine does: the same program with the same settings gives the same results. Spark decides
 * where, and does a task again if its executor is lost; then the trial goes on from its checkpoints
 * where machines share the folder of the sweep, and begins anew where they do not. A trial that
 * fails is no failure of its task.
 */
final class SparkEngine implements SweepEngine {

  /** Jobs that may wait in Spark's queue; each is one thread here. */
  private static final int MOST_JOBS = 256;

  private static final long SECONDS_TO_SAVE = 20;
  private static final String SPARK = "org.apache.spark";

  private static final List<String> ONE_THREAD =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS");

  /** Which kernels OpenBLAS takes; the launcher says so, and results of agents depend on it. */
  private static final String KERNELS = "OPENBLAS_CORETYPE";

  private final JavaSparkContext context;
  private final TrialProgram program;

  /** Processes that this one had started before. */
  private final Set<ProcessHandle> others = children();

  private SparkEngine(JavaSparkContext context, TrialProgram program) {
    this.context = context;
    this.program = program;
  }

  /**
   * Connects to a cluster, or starts an embedded one.
   *
   * @param master in Spark's notation
   * @throws IOException if the cluster does not answer
   */
  static SparkEngine start(String master, TrialProgram program, Progress progress)
      throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("arbit sweep")
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.driver.maxResultSize", "0")
            // Two attempts at a time would meet in one folder.
            .set("spark.speculation", "false");
    ONE_THREAD.forEach(name -> conf.setExecutorEnv(name, "1"));
    Optional.ofNullable(System.getenv(KERNELS))
        .ifPresent(kernels -> conf.setExecutorEnv(KERNELS, kernels));
    JavaSparkContext context;
    try {
      context = new JavaSparkContext(conf);
    } catch (RuntimeException e) {
      throw new IOException(
          "Spark at " + master + " cannot be used: " + e.getMessage() + " Maybe it is not running?",
          e);
    }
    context.sc().addSparkListener(new LostTrials(progress));
    return new SparkEngine(context, portable(program));
  }

  @Override
  public int trialsAtATime() {
    return MOST_JOBS;
  }

  @Override
  public Optional<String> run(Attempt attempt) throws IOException, InterruptedException {
    Path folder = attempt.folder();
    Path trials = trialsAround(folder);
    Path sign = Files.createTempFile(trials, ".shared-", ".tmp");
    Broadcast<byte[]> earlier = attempt.resume() && !context.isLocal() ? broadcast(folder) : null;
    try {
      TrialTask task =
          new TrialTask(
              String.valueOf(folder.getFileName()),
              trials.toString(),
              sign.toString(),
              Path.of("").toAbsolutePath().toString(),
              Files.readString(attempt.config()),
              attempt.pauseAt(),
              program.flags(),
              program.entry(),
              program.words());
      TrialTask.Ended ended = await(task, earlier);
      if (ended.files() != null) {
        PackedFiles.replace(ended.files(), trials, task.name());
      }
      return Optional.ofNullable(ended.failure());
    } finally {
      Files.deleteIfExists(sign);
      if (earlier != null && !context.sc().isStopped()) {
        earlier.destroy();
      }
    }
  }

  private Broadcast<byte[]> broadcast(Path folder) throws IOException {
    Path trials = trialsAround(folder);
    return context.broadcast(
        PackedFiles.pack(trials, List.of(trials.resolve(folder.getFileName()))));
  }

  private static Path trialsAround(Path folder) {
    return Objects.requireNonNull(folder.toAbsolutePath().normalize().getParent());
  }

  private TrialTask.Ended await(TrialTask task, @Nullable Broadcast<byte[]> earlier)
      throws IOException, InterruptedException {
    // Of this thread: tells the listener which trial a job is, and lets tasks hear of the end.
    context.setJobGroup(task.name(), task.name(), true);
    JavaFutureAction<List<TrialTask.Ended>> job =
        context.parallelize(List.of(task), 1).map(t -> t.run(earlier)).collectAsync();
    try {
      return job.get().get(0);
    } catch (InterruptedException e) {
      job.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (context.sc().isStopped()) {
        CancellationException stopped = new CancellationException("Spark was stopped.");
        stopped.initCause(e);
        throw stopped;
      }
      return new TrialTask.Ended("Spark gave up: " + firstLine(e.getCause()), null);
    }
  }

  private static String firstLine(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null
        ? "no reason is given"
        : message.lines().findFirst().orElse("no reason is given");
  }

  /** Leaves what would not work on another machine, such as agents and addresses. */
  private static TrialProgram portable(TrialProgram program) {
    return new TrialProgram(
        program.flags().stream()
            .filter(
                flag ->
                    flag.startsWith("--")
                        || flag.startsWith("-Xm")
                        || flag.startsWith("-XX:")
                        || flag.startsWith("-Dorg.bytedeco.")
                        || flag.startsWith("-Dfile.encoding=")
                        || flag.startsWith("-Djava.awt.headless="))
            .toList(),
        program.entry(),
        program.words());
  }

  /** Embedded, also waits until trials that were stopped have saved. */
  @Override
  public void close() {
    boolean embedded = context.isLocal();
    if (embedded && LoggerFactory.getLogger(SPARK) instanceof Logger log) {
      // Trials that end while Spark does are errors to it, and none to us.
      log.setLevel(Level.OFF);
    }
    context.close();
    if (embedded) {
      Set<ProcessHandle> trials = children();
      trials.removeAll(others);
      // Spark's own hook for Ctrl-C ends without telling them.
      trials.forEach(ProcessHandle::destroy);
      trials.forEach(SparkEngine::awaitEnd);
    }
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  private static void awaitEnd(ProcessHandle trial) {
    try {
      trial.onExit().get(SECONDS_TO_SAVE, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      trial.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
