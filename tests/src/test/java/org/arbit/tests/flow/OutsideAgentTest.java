package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.arbit.agents.check.AgentCheck;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.check.CheckReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of {@code tests/outside-agent}, compiled against Arbit and found by its loader. */
class OutsideAgentTest {

  private static final OutsideProject PROJECT = OutsideProject.named("outside-agent");

  @TempDir Path classes;

  @Test
  void anAgentFromOutsideKeepsTheRules() throws IOException {
    PROJECT.compile(classes);
    URL[] path = {
      classes.toUri().toURL(), PROJECT.main().resolve("resources").toAbsolutePath().toUri().toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      AgentProvider provider = AgentRegistry.load(loader).find("outside-linear");
      CheckReport report = AgentCheck.check(provider);
      assertThat(report.ok()).as(report.toText()).isTrue();
      assertThat(report.broken()).isEmpty();
    }
  }
}
