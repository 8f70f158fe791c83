package org.arbit.experiments.cli;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.arbit.experiments.run.Progress;
import org.jspecify.annotations.Nullable;

/** Progress as a bar with rate and time left, for a terminal. */
final class BarProgress implements Progress {

  private static final int REFRESH_MILLIS = 250;

  private final PrintStream terminal;
  private final AtomicReference<@Nullable ProgressBar> current = new AtomicReference<>();

  BarProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public Part start(String name, String unit, long total) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .setSpeedUnit(ChronoUnit.SECONDS)
            .showSpeed()
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(terminal))
            .build();
    current.set(bar);
    return new Part() {
      @Override
      public void to(long done, String detail) {
        if (done > bar.getCurrent()) {
          bar.stepTo(done);
        }
        bar.setExtraMessage(detail);
      }

      @Override
      public void close() {
        current.compareAndSet(bar, null);
        bar.close();
      }
    };
  }

  @Override
  public void say(String line) {
    ProgressBar bar = current.get();
    if (bar != null) {
      bar.pause();
    }
    terminal.println("\r" + line);
    if (bar != null) {
      bar.resume();
    }
  }
}
