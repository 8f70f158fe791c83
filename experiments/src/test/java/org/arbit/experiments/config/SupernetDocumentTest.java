package org.arbit.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.training.RecipeProvider;
import org.junit.jupiter.api.Test;

/** The page on super-networks names every setting, every recipe and every switch. */
class SupernetDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "supernet.md");

  @Test
  void everySettingIsDocumented() throws IOException {
    String text = Files.readString(DOCUMENT);
    for (String key : keys(SupernetConfig.class, "")) {
      assertThat(text).contains("`" + key + "`");
    }
    assertThat(text).contains("`checkpointSteps` (200)", "`keepCheckpoints` (2)");
  }

  @Test
  void everySwitchIsDocumentedBesideItsRecipe() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    for (RecipeProvider recipe : Catalog.load("recipe", RecipeProvider.class).all()) {
      if (recipe.getClass().getName().startsWith("org.arbit.supernet.")) {
        String row =
            lines.stream()
                .filter(line -> line.startsWith("| `" + recipe.name() + "`"))
                .findFirst()
                .orElseThrow()
                .replace("those of `abn`", "`distillation` `smallest` `sharedAffine`");
        assertThat(recipe.switches().keySet())
            .allSatisfy(name -> assertThat(row).contains("`" + name + "`"));
      }
    }
  }

  private static List<String> keys(Class<?> record, String prefix) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.getType().isRecord()) {
        keys.addAll(keys(component.getType(), prefix + component.getName() + "."));
      } else {
        keys.add(prefix + component.getName());
      }
    }
    return keys;
  }
}
