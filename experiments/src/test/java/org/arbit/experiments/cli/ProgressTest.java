package org.arbit.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.arbit.experiments.run.Progress;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();
  private final Progress log = new LogProgress(new PrintWriter(text), nanos::get);

  @Test
  void logsARateAndTheTimeLeftEveryTenSeconds() {
    try (Progress.Part part = log.start("training", "batches", 100)) {
      at(4, () -> part.to(8));
      at(11, () -> part.to(25, "loss 0.5"));
      at(15, () -> part.to(30));
      at(44, () -> part.to(100));
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "training: 100 batches",
            "training: 25 of 100 batches, 2.27 a second, 33 s left, loss 0.5",
            "training: done in 44 s");
  }

  @Test
  void quietLeavesWarnings() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
    Progress quiet =
        new Interruption().interruptible(new Terminal(stream, stream, false).progress(true));
    try (Progress.Part part = quiet.start("training", "batches", 4)) {
      part.to(2, "loss 1");
      quiet.say("hello");
      quiet.warn("a checkpoint is damaged");
    }
    assertThat(screen.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("a checkpoint is damaged");
  }

  @Test
  void durationsReadWell() {
    assertThat(Durations.text(0.44)).isEqualTo("0.4 s");
    assertThat(Durations.text(9.96)).isEqualTo("10 s");
    assertThat(Durations.text(200)).isEqualTo("3 min 20 s");
    assertThat(Durations.text(7500)).isEqualTo("2 h 5 min");
  }

  @Test
  void theBarEndsFullAndKeepsLinesThatAreSaid() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Progress bar = new BarProgress(new PrintStream(screen, true, StandardCharsets.UTF_8));
    try (Progress.Part part = bar.start("training", "batches", 4)) {
      part.to(2, "loss 1");
      bar.say("hello");
      part.to(4);
    }
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("hello")
        .contains("training")
        .contains("4/4 batches");
  }

  @Test
  void anInterruptionEndsTheWorkAtItsNextSignOfProgress() {
    try (Interruption interruption = Interruption.listen()) {
      Progress progress = interruption.interruptible(log);
      Progress.Part part = progress.start("training", "batches", 4);
      part.to(1);
      interruption.request();
      assertThatThrownBy(() -> part.to(2)).isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> progress.say("x")).isInstanceOf(CancellationException.class);
      part.close();
    }
    assertThat(text.toString()).contains("training: done");
  }

  private void at(long seconds, Runnable action) {
    nanos.set(seconds * 1_000_000_000L);
    action.run();
  }
}
