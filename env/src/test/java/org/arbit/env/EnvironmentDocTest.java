package org.arbit.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.arbit.env.allocation.AllocationConfig;
import org.arbit.env.allocation.AllocationParameters;
import org.arbit.env.allocation.BitAllocation;
import org.arbit.env.allocation.ObservedField;
import org.arbit.env.allocation.RewardTerm;
import org.arbit.env.check.CheckReport;
import org.arbit.env.check.EnvCheck;
import org.arbit.env.check.ToyDataset;
import org.arbit.env.check.ToySuperNetwork;
import org.arbit.env.registry.EnvironmentProvider;
import org.arbit.env.registry.Environments;
import org.arbit.supernet.spi.Catalog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/environment.md to the code: its examples compile and run, its tables are complete. */
class EnvironmentDocTest {

  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("final class (\\w+)");

  @TempDir static Path classes;
  private static String text = "";

  @BeforeAll
  static void compileExamples() throws IOException {
    text = Files.readString(Path.of("..", "docs", "environment.md"));
    List<JavaFileObject> sources = new ArrayList<>();
    Matcher examples = EXAMPLE.matcher(text);
    while (examples.find()) {
      String code = examples.group(1);
      Matcher name = CLASS.matcher(code);
      assertThat(name.find()).isTrue();
      sources.add(
          new SimpleJavaFileObject(
              URI.create("string:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return code;
            }
          });
    }
    assertThat(sources).hasSize(4);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d",
                    classes.toString(),
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                sources)
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private static Object example(String name) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      return loader.loadClass(name).getDeclaredConstructor().newInstance();
    }
  }

  @Test
  void theExampleEnvironmentKeepsTheRules() throws Exception {
    // Its inner classes are loaded while the loader is still open.
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      EnvironmentProvider provider =
          (EnvironmentProvider)
              loader.loadClass("CoinProvider").getDeclaredConstructor().newInstance();
      CheckReport report =
          EnvCheck.check(Environments.load().with(provider), "mine/Coin-v1", Map.of());
      assertThat(report.ok()).as(report.toText()).isTrue();
    }
  }

  @Test
  void theExamplePartsHaveTheirNames() throws Exception {
    RewardTerm term = (RewardTerm) example("SteadyReward");
    assertThat(term.name()).isEqualTo("steady");
  }

  @Test
  void everyFieldStandsAtItsIndex() {
    ToySuperNetwork network = ToySuperNetwork.standard();
    try (BitAllocation env =
        BitAllocation.vector(
            network,
            ToyDataset.of(network, 4),
            AllocationConfig.defaults(),
            1,
            AutoReset.DISABLED)) {
      for (ObservedField field : env.fields()) {
        boolean group = field.name().startsWith("sample.group");
        assertThat(text)
            .contains(
                group
                    ? "| 12-27 | `sample.group0` .. `sample.group15` |"
                    : "| " + field.index() + " | `" + field.name() + "` |");
      }
    }
  }

  @Test
  void everyTermInfoAndSettingIsListed() {
    for (RewardTerm term : Catalog.load("reward term", RewardTerm.class).all()) {
      assertThat(text).contains("| `" + term.name() + "` |");
    }
    for (String name : AllocationParameters.write(AllocationConfig.defaults()).keySet()) {
      assertThat(text).contains("| `" + name + "` |");
    }
    ToySuperNetwork network = ToySuperNetwork.builder().exit().build();
    for (String id : List.of(BitAllocation.EXIT_ID, BitAllocation.STATIC_ID)) {
      try (VectorEnv env =
          Environments.load()
              .vector(id, Map.of(), 1, AutoReset.DISABLED, network, ToyDataset.of(network, 4))) {
        VectorStep step = env.reset(ResetOptions.none());
        while (!step.done(0)) {
          step = env.step(new int[1]);
        }
        for (String key : step.infos().keySet()) {
          if (!key.startsWith("_") && !key.startsWith("reward.")) {
            assertThat(text).contains("| `" + key + "` |");
          }
        }
      }
    }
  }

  @Test
  void everyEnvironmentIsListed() {
    assertThat(Environments.load().ids()).allSatisfy(id -> assertThat(text).contains(id));
  }
}
