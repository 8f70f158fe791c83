package org.arbit.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.arbit.experiments.report.HtmlReport;
import org.arbit.experiments.report.ReportData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportInBrowserTest {

  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir private Path folder;
  private Browser browser;

  @BeforeEach
  void findBrowser() {
    browser = Browser.findOrSkip();
  }

  @Test
  void drawsAllChartsWithoutAnError() throws Exception {
    Path page = write(Reports.madeUp(true, "Quickstart on discs"));
    Browser.Visit visit = browser.open(page, folder, 1100, false);
    assertThat(visit.console()).doesNotContain("CONSOLE");
    assertThat(visit.dom())
        .contains("data-charts=\"3\"")
        .doesNotContain("data-error=")
        .containsPattern("<canvas width=\"[1-9]\\d{2,}\" height=\"[1-9]\\d{2,}\"");
  }

  @Test
  void drawsBitsAgainstClassWhereTheDataHaveNoDifficulty() throws Exception {
    Path page = write(Reports.madeUp(false, "Quickstart on discs"));
    Browser.Visit visit = browser.open(page, folder, 1100, false);
    assertThat(visit.console()).doesNotContain("CONSOLE");
    assertThat(visit.dom()).contains("data-charts=\"3\"").contains("Bits against class");
  }

  @Test
  void showsHostileTextsAsTexts() throws Exception {
    String hostile = "</script><script>document.documentElement.dataset.owned = 1</script>&\"'";
    Path page = write(Reports.madeUp(true, hostile));
    Browser.Visit visit = browser.open(page, folder, 1100, false);
    assertThat(visit.console()).doesNotContain("CONSOLE");
    assertThat(visit.dom()).contains("data-charts=\"3\"").doesNotContain("data-owned");
  }

  @Test
  void fitsAPhoneAndLeavesPicturesToLookAt() throws Exception {
    Path page = write(Reports.madeUp(true, "Quickstart on discs"));
    for (boolean dark : new boolean[] {false, true}) {
      Path picture = PICTURES.resolve(dark ? "report-dark.png" : "report-light.png");
      browser.photograph(page, picture, folder, 1100, dark);
      assertThat(picture).isNotEmptyFile();
    }
    browser.photograph(
        folder.resolve(HtmlReport.FRONTIER_NAME),
        PICTURES.resolve("frontier.png"),
        folder,
        720,
        false);
    HtmlReport.write(Reports.madeUp(true, "Quickstart on discs"), PICTURES);
    Path framed = folder.resolve("phone.html");
    Files.writeString(framed, phone(page));
    Path picture = PICTURES.resolve("report-phone.png");
    browser.photograph(framed, picture, folder, 600, false);
    assertThat(picture).isNotEmptyFile();
    assertThat(browser.open(framed, folder, 600, false).dom()).contains("data-width=\"390\"");
  }

  /** A headless window is never narrower than 500 pixels, so that the phone is a frame in it. */
  private static String phone(Path page) throws Exception {
    String text = Files.readString(page);
    String probe =
        "<script>parent.postMessage(document.documentElement.scrollWidth, '*')</script></body>";
    String inner = text.replace("</body>", probe).replace("&", "&amp;").replace("\"", "&quot;");
    return "<!DOCTYPE html><script>addEventListener('message', e =>"
        + " document.documentElement.dataset.width = e.data)</script>"
        + "<iframe style=\"border:0;width:390px;height:5600px\" srcdoc=\""
        + inner
        + "\"></iframe>";
  }

  private Path write(ReportData data) throws Exception {
    HtmlReport.write(data, folder);
    return folder.resolve(HtmlReport.FILE_NAME);
  }
}
