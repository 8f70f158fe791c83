package org.arbit.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import org.arbit.experiments.SampleOutcomes;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.format.AtomicFiles;

/**
 * Outcomes as comma-separated values, one sample a line: {@code sample,label,predicted,correct,
 * difficulty,meanBits,bits0,bits1,...}. The difficulty is empty where none is known; bits are
 * weight bits. The same in every locale.
 */
public final class SampleCsv {

  private SampleCsv() {}

  /** Writes the file, atomically. */
  public static void write(Path file, SampleOutcomes outcomes, Dataset data) throws IOException {
    StringBuilder text = new StringBuilder("sample,label,predicted,correct,difficulty,meanBits");
    for (int layer = 0; layer < outcomes.layers(); layer++) {
      text.append(",bits").append(layer);
    }
    text.append('\n');
    for (int i = 0; i < outcomes.samples(); i++) {
      double difficulty = data.difficulty(i);
      text.append(i)
          .append(',')
          .append(data.label(i))
          .append(',')
          .append(outcomes.predicted(i))
          .append(',')
          .append(outcomes.correct(i) ? 1 : 0)
          .append(',')
          .append(Double.isNaN(difficulty) ? "" : Double.toString(difficulty))
          .append(',')
          .append(outcomes.meanBits(i));
      for (int layer = 0; layer < outcomes.layers(); layer++) {
        text.append(',').append(outcomes.weightBits(i, layer));
      }
      text.append('\n');
    }
    AtomicFiles.writeString(file, text.toString());
  }
}
