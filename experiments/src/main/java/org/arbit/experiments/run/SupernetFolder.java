package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.arbit.supernet.format.AtomicFiles;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.frozen.FrozenNetwork;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * A checkpoint on disk: the folder itself, or the one inside a run folder, with the configuration
 * beside it that tells its data.
 */
public final class SupernetFolder {

  private static final String DESCRIPTION = "supernet.json";
  private static final List<String> FILES = List.of("weights.safetensors", DESCRIPTION);

  private final Path checkpoint;
  private final Path given;

  private SupernetFolder(Path checkpoint, Path given) {
    this.checkpoint = checkpoint;
    this.given = given;
  }

  /** Returns the checkpoint in {@code folder}, which may be a run folder. */
  public static SupernetFolder in(Path folder) {
    Path inside = folder.resolve(SupernetStage.FOLDER);
    boolean isRun =
        !Files.exists(folder.resolve(DESCRIPTION)) && Files.exists(inside.resolve(DESCRIPTION));
    return new SupernetFolder(isRun ? inside : folder, folder);
  }

  /** Whether there is a checkpoint. */
  boolean exists() {
    return Files.exists(checkpoint.resolve(DESCRIPTION));
  }

  /** Whether the given folder is that of a super-network alone, without a policy. */
  boolean isOnlyThat() {
    return Files.exists(checkpoint.resolve(DESCRIPTION)) && !BestPolicy.isIn(given);
  }

  /** Reads it. */
  public SuperNetCheckpoint load() throws IOException {
    return SuperNetCheckpoint.load(checkpoint);
  }

  /**
   * Returns the network in a checkpoint as environments and evaluation see it.
   *
   * @param loaded from this folder
   * @throws InvalidInputException if it cannot be used, with the folder
   */
  public FrozenNetwork freeze(SuperNetCheckpoint loaded, Workers workers) {
    return InvalidInputException.naming(checkpoint, () -> SupernetStage.freeze(loaded, workers));
  }

  /**
   * Returns the configuration that was written beside it, or beside the checkpoints that it is one
   * of, if there is one.
   */
  public Optional<Path> config() {
    List<Path> places = new ArrayList<>(List.of(given, checkpoint));
    Path parent = given.toAbsolutePath().normalize().getParent();
    if (given.endsWith(SupernetStates.BEST) && parent != null) {
      places.add(parent);
    } else if (parent != null
        && parent.endsWith(SupernetStates.FOLDER)
        && parent.getParent() != null) {
      places.add(parent.getParent());
    }
    return places.stream()
        .map(folder -> folder.resolve(Quickstart.CONFIG))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Writes a checkpoint into a folder that holds other files, too. */
  static void saveInto(Path folder, SuperNetCheckpoint checkpoint) throws IOException {
    Path whole = folder.resolve(".checkpoint");
    try {
      checkpoint.save(whole);
      // The description last: with it the checkpoint is complete.
      for (String file : FILES) {
        Files.move(whole.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      AtomicFiles.deleteRecursively(whole);
    }
  }
}
