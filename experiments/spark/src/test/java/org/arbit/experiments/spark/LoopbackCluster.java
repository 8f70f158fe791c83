package org.arbit.experiments.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master and workers of Spark, each a process on this machine, started as docs/cluster.md says.
 * Their class path is that of the test instead of the jars of a home of Spark.
 */
final class LoopbackCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern WORKER = Pattern.compile("Successfully registered with master");
  private static final long POLL_MILLIS = 20;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Path folder;
  private final List<Process> workers = new ArrayList<>();
  private final Process master;
  private final String url;

  /** Starts all processes, and waits until the workers are known to the master. */
  LoopbackCluster(Path folder, int workers) throws IOException, InterruptedException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("home/jars"));
    try {
      master = start("master", "master.Master");
      url = await(master, "master", MASTER).group(1);
      for (int i = 0; i < workers; i++) {
        String work = folder.resolve("work-" + i).toString();
        this.workers.add(
            start(
                "worker-" + i,
                "worker.Worker",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                work,
                url));
      }
      for (int i = 0; i < workers; i++) {
        await(this.workers.get(i), "worker-" + i, WORKER);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the address of the master. */
  String url() {
    return url;
  }

  /**
   * Kills the worker that has the newest trial, and all its processes, so that none can notice: as
   * a machine that loses its power.
   */
  void killTheOneWithTheNewestTrial() {
    ProcessHandle worker =
        workers.stream()
            .map(Process::toHandle)
            .max(Comparator.comparing(LoopbackCluster::newestTrial))
            .orElseThrow();
    List<ProcessHandle> executors = worker.children().toList();
    List<ProcessHandle> trials = executors.stream().flatMap(ProcessHandle::children).toList();
    // From the top: who is left would report a trial that has lost its process as failed.
    worker.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
    trials.forEach(ProcessHandle::destroyForcibly);
  }

  private static Instant newestTrial(ProcessHandle worker) {
    return worker
        .children()
        .flatMap(ProcessHandle::children)
        .map(trial -> trial.info().startInstant().orElse(Instant.EPOCH))
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private Process start(String name, String type, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Darbit.log=INFO"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.apache.spark.deploy." + type);
    command.addAll(List.of("--host", HOST, "--port", "0", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    return builder.start();
  }

  private Matcher await(Process process, String name, Pattern sign)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      String text = Files.readString(log(name));
      Matcher matcher = sign.matcher(text);
      if (matcher.find()) {
        return matcher;
      }
      if (ended || System.nanoTime() > deadline) {
        throw new IllegalStateException(name + " did not say \"" + sign + "\":\n" + text);
      }
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".txt");
  }

  @Override
  public void close() {
    for (Process worker : workers) {
      worker.descendants().forEach(ProcessHandle::destroyForcibly);
      worker.destroyForcibly();
    }
    if (master != null) {
      master.destroyForcibly();
    }
  }
}
