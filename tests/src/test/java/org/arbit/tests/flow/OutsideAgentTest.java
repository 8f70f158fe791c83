package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.arbit.agents.check.AgentCheck;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.check.CheckReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of {@code tests/outside-agent}, compiled against Arbit and found by its loader. */
class OutsideAgentTest {

  private static final Path PROJECT = Path.of("outside-agent", "src", "main");

  @TempDir Path classes;

  @Test
  void anAgentFromOutsideKeepsTheRules() throws IOException {
    compile();
    URL[] path = {
      classes.toUri().toURL(), PROJECT.resolve("resources").toAbsolutePath().toUri().toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      AgentProvider provider = AgentRegistry.load(loader).find("outside-linear");
      CheckReport report = AgentCheck.check(provider);
      assertThat(report.ok()).as(report.toText()).isTrue();
      assertThat(report.broken()).isEmpty();
    }
  }

  private void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(PROJECT.resolve("java"))) {
      List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options =
          List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
