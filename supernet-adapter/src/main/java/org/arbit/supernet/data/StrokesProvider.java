package org.arbit.supernet.data;

import java.nio.file.Path;
import org.arbit.supernet.spi.InvalidInputException;

/** The data set {@code strokes}. */
public final class StrokesProvider implements DataProvider {

  /** Unless others are wanted; 20,000 together. */
  private static final int TRAIN = 16_000;

  private static final int VALIDATION = 2_000;
  private static final int TEST = 2_000;

  @Override
  public String name() {
    return Strokes.NAME;
  }

  @Override
  public String summary() {
    return "generated 28x28 grey glyphs of ten classes, each with a difficulty";
  }

  @Override
  public boolean isGenerated() {
    return true;
  }

  @Override
  public boolean canRead(Path source) {
    return false;
  }

  @Override
  public DataSplits load(DataRequest request) {
    if (request.source() != null) {
      throw new InvalidInputException(
          "The data set \"strokes\" is generated, but " + request.source() + " is given to read.");
    }
    SplitSizes sizes = request.sizes().orElse(TRAIN, VALIDATION, TEST);
    return Strokes.splits(
        StrokesConfig.DEFAULT, request.seed(), sizes.train(), sizes.validation(), sizes.test());
  }
}
