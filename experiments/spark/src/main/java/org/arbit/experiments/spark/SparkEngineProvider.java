package org.arbit.experiments.spark;

import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.arbit.experiments.run.SweepEngine;
import org.arbit.experiments.run.SweepEngineProvider;
import org.arbit.supernet.spi.InvalidInputException;

/** Trials on Apache Spark, in this process or on a cluster. */
public final class SparkEngineProvider implements SweepEngineProvider {

  private static final String DEFAULT_MASTER = "local[2]";
  private static final Pattern MASTER =
      Pattern.compile("local\\[[1-9][0-9]{0,2}]|spark://[^:/,]+:[0-9]+(,[^:/,]+:[0-9]+)*");

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public String summary() {
    return "Apache Spark, embedded or on a cluster";
  }

  @Override
  public SweepEngine open(Options options) throws IOException {
    if (options.workers() != null) {
      throw new InvalidInputException(
          "--workers is "
              + options.workers()
              + ", but with Spark each core that it is given does one trial at a time. Maybe"
              + " --master local["
              + options.workers()
              + "]?");
    }
    String master = Objects.requireNonNullElse(options.master(), DEFAULT_MASTER);
    if (!MASTER.matcher(master).matches()) {
      throw new InvalidInputException(
          "--master is \""
              + master
              + "\"; it must be local[N] with N in [1, 999], or spark://HOST:PORT. Maybe "
              + DEFAULT_MASTER
              + "?");
    }
    return SparkEngine.start(master, options.program(), options.progress());
  }
}
