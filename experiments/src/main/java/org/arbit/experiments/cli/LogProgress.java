package org.arbit.experiments.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.arbit.experiments.run.Progress;

/** Progress as plain lines, one about every ten seconds, for logs and pipes. */
final class LogProgress implements Progress {

  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

  private final PrintWriter out;
  private final LongSupplier nanoTime;

  LogProgress(PrintWriter out, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public Part start(String name, String unit, long total) {
    say(name + ": " + total + " " + unit);
    return new Lines(name, unit, total, nanoTime.getAsLong());
  }

  @Override
  public synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  private final class Lines implements Part {

    private final String name;
    private final String unit;
    private final long total;
    private final long started;
    private long lastLine;
    private long reached;

    Lines(String name, String unit, long total, long started) {
      this.name = name;
      this.unit = unit;
      this.total = total;
      this.started = started;
      this.lastLine = started;
    }

    @Override
    public synchronized void to(long done, String detail) {
      reached = Math.max(reached, done);
      long now = nanoTime.getAsLong();
      if (now - lastLine < NANOS_BETWEEN_LINES || reached == 0 || reached >= total) {
        return;
      }
      lastLine = now;
      double seconds = (now - started) / 1e9;
      say(
          String.format(
              Locale.ROOT,
              "%s: %d of %d %s, %.3g a second, %s left%s",
              name,
              reached,
              total,
              unit,
              reached / seconds,
              Durations.text(seconds * (total - reached) / reached),
              detail.isEmpty() ? "" : ", " + detail));
    }

    @Override
    public synchronized void close() {
      say(name + ": done in " + Durations.text((nanoTime.getAsLong() - started) / 1e9));
    }
  }
}
