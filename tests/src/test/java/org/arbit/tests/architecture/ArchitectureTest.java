package org.arbit.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the rules on the program, and each rule on a tree of packages that breaks it: the classes
 * it must find are named {@code Bad...}, and what stands beside them is allowed.
 */
final class ArchitectureTest {

  private static final String BROKEN = "org.arbit.tests.architecture.broken";

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("org.arbit");

  private static final JavaClasses BROKEN_PROGRAM = new ClassFileImporter().importPackages(BROKEN);

  private static final Map<String, List<String>> FOUND =
      Map.of(
          "arrows point downwards", List.of("BadArrow"),
          "no package cycles", List.of("BadLeft", "BadRight", "BadArrow"),
          "families are strangers", List.of("BadFamily"),
          "report and export start nothing", List.of("BadReport", "BadExport"),
          "RL4J behind two doors", List.of("BadRl4j"),
          "contracts speak arrays", List.of("BadPort", "BadObservation"),
          "no Java serialization", List.of("BadFile"),
          "only the command line prints", List.of("BadPrint"),
          "randomness has a seed", List.of("BadRandom", "BadGenerator"),
          "packages are null-marked", List.of("BadPackage"));

  static Stream<Arguments> rules() {
    return new ArchitectureRules("org.arbit")
        .all().entrySet().stream().map(rule -> Arguments.of(rule.getKey(), rule.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void programKeepsTheRule(String name, ArchRule rule) {
    assertThat(rule.evaluate(PROGRAM).getFailureReport().getDetails()).as(name).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void ruleFindsWhatBreaksItAndNothingElse(String name, ArchRule ignored) {
    List<String> details =
        new ArchitectureRules(BROKEN)
            .all()
            .get(name)
            .evaluate(BROKEN_PROGRAM)
            .getFailureReport()
            .getDetails();

    assertThat(FOUND).containsKey(name);
    for (String bad : FOUND.get(name)) {
      assertThat(details).anyMatch(detail -> detail.contains(bad));
    }
    assertThat(details).allMatch(detail -> FOUND.get(name).stream().anyMatch(detail::contains));
  }

  @Test
  void seesEveryModule() {
    assertThat(
            PROGRAM.stream()
                .map(type -> type.getPackageName().split("\\.")[2])
                .collect(Collectors.toSet()))
        .contains("supernet", "env", "experiments");
    assertThat(PROGRAM)
        .anyMatch(type -> type.getPackageName().equals("org.arbit.experiments.spark"));
  }
}
