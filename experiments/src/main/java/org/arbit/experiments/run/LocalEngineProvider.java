package org.arbit.experiments.run;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.arbit.supernet.spi.InvalidInputException;

/** Trials in processes of their own on this machine. */
public final class LocalEngineProvider implements SweepEngineProvider {

  /** The engine that is taken where none is asked for. */
  public static final String NAME = "local";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "worker processes on this machine";
  }

  @Override
  public SweepEngine open(Options options) {
    if (options.master() != null) {
      throw new InvalidInputException(
          "--master is "
              + options.master()
              + ", but the engine is local, which has none. Maybe add --engine spark?");
    }
    return new LocalEngine(
        new WorkerProcesses(options.program().command()),
        Objects.requireNonNullElse(options.workers(), 1));
  }

  private record LocalEngine(WorkerProcesses processes, int trialsAtATime) implements SweepEngine {

    @Override
    public Optional<String> run(Attempt attempt) throws IOException, InterruptedException {
      return processes.run(attempt);
    }

    @Override
    public void close() {
      // Each trial ends its own process.
    }
  }
}
