package org.arbit.experiments.config;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

  enum Speed {
    SLOW,
    VERY_FAST
  }

  record Inner(double rate, boolean on) {
    Inner {
      new Problems().range("rate", rate, 0, 1).throwIfAny();
    }
  }

  record Outer(
      String name,
      int count,
      long seed,
      Speed speed,
      List<Integer> bits,
      @Nullable Double lambda,
      Map<String, Double> extra,
      Inner inner) {
    Outer {
      new Problems().range("count", count, 1, 10).throwIfAny();
      bits = List.copyOf(bits);
      extra = Map.copyOf(extra);
    }
  }

  private static final Outer DEFAULTS =
      new Outer("x", 3, 7, Speed.SLOW, List.of(2, 8), null, Map.of(), new Inner(0.5, false));

  @TempDir Path folder;

  @Test
  void whatACheckFindsIsToldBesidesWithItsLine() {
    String text =
        """
        name: nobody
        count: 11
        seed: x
        extra:
          lamda: 1
        inner: {rate: 7, on: true}
        """;
    ConfigCheck<Outer> check =
        config ->
            List.of(
                new Problem("name", config.name() + " is unknown."),
                new Problem("extra.lamda", "unknown."),
                new Problem("bits", config.bits() + " are too many."),
                new Problem("count", "A default of which nothing need be said."),
                new Problem("inner.on", config.inner().on() + " does not suit."));
    assertThatThrownBy(() -> ConfigReader.parse("a.yaml", text, DEFAULTS, List.of("seed=y"), check))
        .hasMessage(
            """
            a.yaml: seed: "y" is not a whole number (--set seed=y)
            a.yaml: inner.rate: 7.0 is not allowed; it must be in [0.0, 1.0]. (line 6)
            a.yaml: count: 11 is not allowed; it must be in [1, 10]. (line 2)
            a.yaml: name: nobody is unknown. (line 1)
            a.yaml: extra.lamda: unknown. (line 5)
            a.yaml: bits: [2, 8] are too many.
            a.yaml: inner.on: true does not suit. (line 6)"""
                .stripIndent());
  }

  @Test
  void aSlipIsNotToldTwice() {
    ConfigCheck<Outer> check =
        config -> List.of(new Problem("seed", "none is given."), new Problem("bits", "wrong."));
    assertThatThrownBy(
            () -> ConfigReader.parse("", "seeds: 1\nbits: x", DEFAULTS, List.of(), check))
        .extracting(e -> ((ConfigException) e).problems(), as(InstanceOfAssertFactories.LIST))
        .extracting(problem -> ((Problem) problem).key())
        .containsExactly("seeds", "bits");
  }

  @Test
  void everySettingThatIsNoneIsTold() {
    assertThatThrownBy(
            () -> ConfigReader.parse("", "", DEFAULTS, List.of("=3", "a..b=1", "name", "seed=4")))
        .hasMessageContaining("--set =3 is no setting with a value. Maybe")
        .hasMessageContaining("--set a..b=1 is no setting")
        .hasMessageContaining("--set name is no setting");
  }

  @Test
  void anEmptyTextGivesTheDefaults() {
    assertThat(ConfigReader.parse("", "", DEFAULTS, List.of())).isEqualTo(DEFAULTS);
  }

  @Test
  void theFileOverridesDefaultsAndSettingsOverrideTheFile() {
    String text =
        """
        name: hello
        seed: 12_000_000_000
        speed: very-fast
        bits: [4, 8]
        lambda: 0.25
        extra: {a: 1e-3}
        inner:
          rate: 0.1
        """;
    assertThat(
            ConfigReader.parse(
                "", text, DEFAULTS, List.of("inner.on=true", "count=4", "bits=[1]", "count=5")))
        .isEqualTo(
            new Outer(
                "hello",
                5,
                12_000_000_000L,
                Speed.VERY_FAST,
                List.of(1),
                0.25,
                Map.of("a", 1e-3),
                new Inner(0.1, true)));
  }

  @Test
  void everyMistakeIsToldWithKeyLineAndSuggestion() {
    String text =
        """
        nam: hello
        count: 50
        speed: medium
        inner:
          rate: 2
          no: true
        seed: 1.5
        """;
    assertThatThrownBy(() -> ConfigReader.parse("a.yaml", text, DEFAULTS, List.of("bits=3")))
        .isInstanceOf(ConfigException.class)
        .satisfies(
            e ->
                assertThat(((ConfigException) e).problems())
                    .extracting(Problem::message)
                    .hasSize(7)
                    .anySatisfy(m -> assertThat(m).contains("nam: ", "Maybe \"name\"?", "line 1"))
                    .anySatisfy(m -> assertThat(m).contains("count: 50", "in [1, 10]", "line 2"))
                    .anySatisfy(m -> assertThat(m).contains("one of slow, very-fast", "line 3"))
                    .anySatisfy(m -> assertThat(m).contains("inner.rate: 2.0", "line 5"))
                    .anySatisfy(m -> assertThat(m).contains("inner.no: ", "on, rate", "line 6"))
                    .anySatisfy(
                        m ->
                            assertThat(m).contains("seed: \"1.5\" is not a whole number", "line 7"))
                    .anySatisfy(m -> assertThat(m).contains("bits: \"3\"", "--set bits=3")));
  }

  @Test
  void brokenYamlIsNamedWithItsLine() {
    assertThatThrownBy(() -> ConfigReader.parse("a.yaml", "a: [1\nb: 2", DEFAULTS, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.yaml: No valid YAML (line 2)");
    assertThatThrownBy(() -> ConfigReader.parse("", "count: 1\ncount: 2", DEFAULTS, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("count");
    assertThatThrownBy(() -> ConfigReader.parse("", "[".repeat(5000), DEFAULTS, List.of()))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> ConfigReader.parse("", "just text", DEFAULTS, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a mapping of settings");
  }

  @Test
  void missingAndBinaryFilesAreNamed() throws Exception {
    assertThatThrownBy(() -> ConfigReader.read(folder.resolve("no.yaml"), DEFAULTS, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("There is no configuration file")
        .hasMessageContaining("no.yaml");
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, "ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ConfigReader.read(binary, DEFAULTS, List.of()))
        .hasMessageContaining("no text in UTF-8");
  }

  @Test
  void writtenYamlReadsBack() {
    Outer config =
        new Outer(
            "1: odd",
            2,
            -5,
            Speed.VERY_FAST,
            List.of(1, 2),
            0.01,
            Map.of("k", 2.0),
            new Inner(1e-4, true));
    String yaml = ConfigReader.toYaml(config);
    assertThat(ConfigReader.parse("", yaml, DEFAULTS, List.of())).isEqualTo(config);
    assertThat(yaml).doesNotContain("---");
  }
}
