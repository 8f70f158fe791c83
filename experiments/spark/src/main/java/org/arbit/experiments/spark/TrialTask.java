package org.arbit.experiments.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.arbit.experiments.run.TrialFolder;
import org.arbit.experiments.run.TrialProgram;
import org.arbit.experiments.run.TrialRunner;
import org.arbit.experiments.run.WorkerProcesses;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * One trial, on the machine that does it. Where that machine sees the folder of the sweep, the
 * trial works in it; elsewhere in a temporary folder, which is sent back as bytes.
 *
 * @param name of the trial
 * @param trials folder of all trials, where the sweep was started
 * @param sign a file in it, by which another machine knows that it sees the same folder
 * @param directory that the sweep was started in
 * @param config settings as YAML
 * @param pauseAt environment steps after which to pause; null to run to the end
 * @param flags of the trial's Java
 * @param entry class whose {@code main} is called
 * @param words of the command
 */
record TrialTask(
    String name,
    String trials,
    String sign,
    String directory,
    String config,
    @Nullable Long pauseAt,
    List<String> flags,
    String entry,
    List<String> words)
    implements Serializable {

  /**
   * How a trial ended.
   *
   * @param failure what went wrong, if anything did
   * @param files what the trial has written, packed, if it was not in the shared folder
   */
  record Ended(@Nullable String failure, byte @Nullable [] files) implements Serializable {}

  /**
   * Does the trial.
   *
   * @param earlier what an earlier sweep has left of it, packed, if it did
   */
  Ended run(@Nullable Broadcast<byte[]> earlier) throws InterruptedException {
    try {
      if (Files.isRegularFile(Path.of(sign))) {
        return new Ended(runIn(Path.of(trials)), null);
      }
      Path scratch = Files.createTempDirectory("arbit-trial-");
      try {
        return runElsewhere(scratch, earlier);
      } finally {
        AtomicFiles.deleteRecursively(scratch);
      }
    } catch (IOException | InvalidInputException e) {
      // A second attempt would meet the same disk and the same settings.
      return new Ended(String.valueOf(e.getMessage()), null);
    }
  }

  private Ended runElsewhere(Path scratch, @Nullable Broadcast<byte[]> earlier)
      throws IOException, InterruptedException {
    if (earlier != null) {
      PackedFiles.unpack(earlier.value(), scratch);
    }
    String failure = runIn(scratch);
    Path log = scratch.resolve(name + ".log");
    byte[] files = PackedFiles.pack(scratch, List.of(scratch.resolve(name), log));
    return new Ended(failure == null ? null : failure.replace(scratch.toString(), trials), files);
  }

  private @Nullable String runIn(Path place) throws IOException, InterruptedException {
    Path folder = place.resolve(name);
    TrialFolder.State state = TrialFolder.settle(folder);
    if (state == TrialFolder.State.DONE) {
      return null;
    }
    Path settings = place.resolve(name + ".yaml");
    AtomicFiles.writeString(settings, config);
    List<String> command = new TrialProgram(flags, entry, words).command();
    Path start = Files.isDirectory(Path.of(directory)) ? Path.of(directory) : place;
    Optional<String> failure =
        new WorkerProcesses(command, start)
            .run(
                new TrialRunner.Attempt(
                    settings, folder, state == TrialFolder.State.STARTED, pauseAt));
    return failure.orElse(null);
  }
}
