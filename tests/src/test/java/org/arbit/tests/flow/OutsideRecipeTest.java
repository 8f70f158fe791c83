package org.arbit.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of {@code tests/outside-recipe}, in a jar that the user gives. */
class OutsideRecipeTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "supernet.md");

  private final OutsideProject project = OutsideProject.named("outside-recipe");

  @TempDir Path folder;

  @Test
  void aRecipeInAJarTrainsANetwork() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path jar = folder.resolve("recipe.jar");
    project.compile(classes);
    project.pack(classes, jar);
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            data: {train: 64, policy: 0, validation: 10, test: 10}
            supernet: {recipe: worst-first, width: 2, epochs: 2, batch: 16, switches: {distillation: 0}}
            """);
    String[] train = {"supernet", "train", "--config", config.toString(), "--out", "net"};
    Program.Ended without = new Program(folder).run(train);
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("worst-first").contains("abn");

    String[] withJar = {
      "supernet", "train", "--config", config.toString(), "--out", "net", "--jar", jar.toString()
    };
    Program.Ended ended = new Program(folder).run(withJar);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("uniform-2", "uniform-8");
    assertThat(Files.readString(folder.resolve("net/supernet.json"))).contains("worst-first");
  }

  @Test
  void theDocumentShowsWhatIsCompiled() throws IOException {
    String sources =
        Files.readString(project.main().resolve("java/com/example/recipe/WorstFirstRecipe.java"))
            + Files.readString(
                project.main().resolve("java/com/example/recipe/WorstFirstProvider.java"));
    Matcher blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    int lines = 0;
    while (blocks.find()) {
      for (String line : blocks.group(1).lines().map(String::strip).toList()) {
        assertThat(sources).contains(line);
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(10);
  }
}
