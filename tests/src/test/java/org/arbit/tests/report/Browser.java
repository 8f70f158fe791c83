package org.arbit.tests.report;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A headless Chromium, if the machine has one. */
record Browser(Path program) {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final long PATIENCE_SECONDS = 60;

  /** Returns the browser on the path, or skips the test with a word on what to install. */
  static Browser findOrSkip() {
    Optional<Path> program =
        NAMES.stream()
            .flatMap(
                name ->
                    List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .stream()
                        .map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    return program
        .map(Browser::new)
        .orElseGet(
            () ->
                abort(
                    "The report was not looked at: no browser on the PATH, looked for "
                        + NAMES
                        + ". Maybe install chromium?"));
  }

  /** What a page left behind. */
  record Visit(String dom, String console) {}

  /**
   * Opens a page and returns its document after the scripts have run.
   *
   * @param folder for the browser's own files
   * @param width of the window, in pixels
   */
  Visit open(Path page, Path folder, int width, boolean dark) throws Exception {
    return run(page, folder, width, dark, "--dump-dom");
  }

  /** Takes a picture of a page. */
  void photograph(Path page, Path picture, Path folder, int width, boolean dark) throws Exception {
    Files.createDirectories(picture.getParent());
    run(page, folder, width, dark, "--screenshot=" + picture.toAbsolutePath());
  }

  private Visit run(Path page, Path folder, int width, boolean dark, String task)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--enable-logging=stderr",
            "--v=0",
            "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
            "--window-size=" + width + ",4200"));
    if (dark) {
      command.add("--blink-settings=preferredColorScheme=0");
    }
    command.add(task);
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(program + " did not finish within " + PATIENCE_SECONDS + " s.");
    }
    return new Visit(
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
