package org.arbit.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.arbit.supernet.format.Safetensors;
import org.arbit.supernet.format.TypedTensor;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Which test samples every result of a run got right: {@code answers.safetensors}, with an array
 * {@code samples} of {@code U8}, 1 where it is right, for each result of the summary, named by its
 * position there. Random baselines are left out. A sweep has those of its trials.
 */
public final class AnswersFile {

  /** The name in a run folder. */
  public static final String NAME = "answers.safetensors";

  private static final String TRIALS = "trials";

  private AnswersFile() {}

  /** Writes the answers of a run, atomically. */
  public static void write(Path folder, List<Evaluated> evaluated) throws IOException {
    Map<String, TypedTensor> tensors = new LinkedHashMap<>();
    for (int k = 0; k < evaluated.size(); k++) {
      if (evaluated.get(k).result().type() != ResultType.RANDOM) {
        SampleOutcomes outcomes = evaluated.get(k).outcomes();
        byte[] right = new byte[outcomes.samples()];
        for (int i = 0; i < right.length; i++) {
          right[i] = (byte) (outcomes.correct(i) ? 1 : 0);
        }
        tensors.put(Integer.toString(k), TypedTensor.packed(right));
      }
    }
    Safetensors.write(folder.resolve(NAME), new Safetensors.Contents(tensors, Map.of()));
  }

  /**
   * Reads the answers behind a summary.
   *
   * @param folder of the run, or of a sweep, whose trials are searched
   * @return true where a sample is right, for the results whose answers are known
   * @throws InvalidInputException if a file is damaged
   */
  public static Map<Result, boolean[]> read(Path folder, Summary summary) throws IOException {
    if (Files.isRegularFile(folder.resolve(NAME))) {
      return readOne(folder, summary);
    }
    Map<Result, boolean[]> known = new LinkedHashMap<>();
    for (Path trial : trials(folder)) {
      known.putAll(readOne(trial, SummaryFile.read(trial)));
    }
    Map<Result, boolean[]> answers = new LinkedHashMap<>();
    for (Result result : summary.results()) {
      known.forEach(
          (original, right) -> {
            if (isOf(result, original)) {
              answers.put(result, right);
            }
          });
    }
    return answers;
  }

  private static List<Path> trials(Path sweep) throws IOException {
    if (!Files.isDirectory(sweep.resolve(TRIALS))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(sweep.resolve(TRIALS))) {
      return new ArrayList<>(
          entries
              .filter(trial -> Files.isRegularFile(trial.resolve(NAME)))
              .filter(trial -> Files.isRegularFile(trial.resolve(SummaryFile.NAME)))
              .sorted()
              .toList());
    }
  }

  private static Map<Result, boolean[]> readOne(Path folder, Summary summary) throws IOException {
    Map<String, TypedTensor> tensors = Safetensors.readTyped(folder.resolve(NAME)).tensors();
    Map<Result, boolean[]> answers = new LinkedHashMap<>();
    for (int k = 0; k < summary.results().size(); k++) {
      TypedTensor tensor = tensors.get(Integer.toString(k));
      if (tensor != null) {
        Result result = summary.results().get(k);
        boolean[] right = new boolean[tensor.data().length];
        int count = 0;
        for (int i = 0; i < right.length; i++) {
          right[i] = tensor.data()[i] != 0;
          count += right[i] ? 1 : 0;
        }
        if (Math.abs(result.accuracy() * right.length - count) > 0.5) {
          throw new InvalidInputException(
              folder.resolve(NAME)
                  + " says that "
                  + result.label()
                  + " got "
                  + count
                  + " of "
                  + right.length
                  + " samples right, but its summary says "
                  + result.accuracy()
                  + ". Maybe the files are of different runs?");
        }
        answers.put(result, right);
      }
    }
    return answers;
  }

  /** Whether a result of a sweep, which may have the variant in its name, is that of a trial. */
  private static boolean isOf(Result merged, Result original) {
    return merged.name().startsWith(original.name())
        && merged.equals(
            new Result(
                merged.name(),
                original.type(),
                merged.seed(),
                original.tradeOff(),
                original.accuracy(),
                original.meanBits(),
                original.networkBitOps(),
                original.controllerBitOps(),
                original.totalBitOps(),
                original.difficultyCorrelation()));
  }
}
