package org.arbit.supernet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private record Part(String name, String summary) implements Named {}

  @Test
  void findsByNameInAlphabeticalOrder() {
    Catalog<Part> catalog = Catalog.of("part", List.of(new Part("b", ""), new Part("a", "x")));
    assertThat(catalog.names()).containsExactly("a", "b");
    assertThat(catalog.get("a").summary()).isEqualTo("x");
  }

  @Test
  void refusesUnknownAndRepeatedNames() {
    Catalog<Part> catalog = Catalog.of("part", List.of(new Part("alpha", "")));
    assertThatThrownBy(() -> catalog.get("alhpa"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no part \"alhpa\"; known are alpha. Maybe \"alpha\"?");
    List<Part> twice = List.of(new Part("alpha", ""), new Part("alpha", ""));
    assertThatThrownBy(() -> Catalog.of("part", twice)).hasMessageContaining("\"alpha\"");
  }
}
