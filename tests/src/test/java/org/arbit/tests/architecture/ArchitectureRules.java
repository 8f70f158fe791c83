package org.arbit.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of docs/architecture.md over a tree of packages. The root is a parameter so that the
 * rules can be tried on a tree that breaks each of them.
 */
final class ArchitectureRules {

  /** Direct sub-packages of {@code agents} that all families share; every other one is a family. */
  private static final Set<String> SHARED_BY_AGENTS = Set.of("spi", "nn", "check");

  private final String root;

  ArchitectureRules(String root) {
    this.root = root;
  }

  /** Returns all rules by name, in the order of the documentation. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("arrows point downwards", arrowsPointDownwards());
    rules.put("no package cycles", noPackageCycles());
    rules.put("families are strangers", familiesAreStrangers());
    rules.put("report and export start nothing", reportAndExportStartNothing());
    rules.put("RL4J behind two doors", rl4jBehindTwoDoors());
    rules.put("contracts speak arrays", contractsSpeakArrays());
    rules.put("no Java serialization", noJavaSerialization());
    rules.put("only the command line prints", onlyTheCommandLinePrints());
    rules.put("randomness has a seed", randomnessHasASeed());
    rules.put("packages are null-marked", packagesAreNullMarked());
    return Collections.unmodifiableMap(rules);
  }

  private ArchRule arrowsPointDownwards() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("supernet")
        .definedBy(tree("supernet"))
        .layer("env")
        .definedBy(tree("env"))
        .layer("agents")
        .definedBy(tree("agents"))
        .layer("experiments")
        .definedBy(tree("experiments"))
        .whereLayer("supernet")
        .mayOnlyBeAccessedByLayers("env", "agents", "experiments")
        .whereLayer("env")
        .mayOnlyBeAccessedByLayers("agents", "experiments")
        .whereLayer("agents")
        .mayOnlyBeAccessedByLayers("experiments")
        .whereLayer("experiments")
        .mayNotBeAccessedByAnyLayer();
  }

  private ArchRule noPackageCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private ArchRule familiesAreStrangers() {
    return slices().assignedFrom(families()).should().notDependOnEachOther().allowEmptyShould(true);
  }

  private SliceAssignment families() {
    String prefix = root + ".agents.";
    return new SliceAssignment() {
      @Override
      public String getDescription() {
        return "agent families";
      }

      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        if (!javaClass.getPackageName().startsWith(prefix)) {
          return SliceIdentifier.ignore();
        }
        String rest = javaClass.getPackageName().substring(prefix.length());
        String family = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
        return SHARED_BY_AGENTS.contains(family)
            ? SliceIdentifier.ignore()
            : SliceIdentifier.of(family);
      }
    };
  }

  private ArchRule reportAndExportStartNothing() {
    return noClasses()
        .that()
        .resideInAnyPackage(tree("experiments.report"), tree("experiments.export"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(tree("experiments.run"), tree("experiments.cli"))
        .allowEmptyShould(true);
  }

  private ArchRule rl4jBehindTwoDoors() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(tree("env.rl4j"), tree("agents.rl4j"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.datavec..")
        .because("RL4J ends with its last release, and only its bridges should have to");
  }

  private ArchRule contractsSpeakArrays() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            root + ".supernet",
            tree("supernet.cost"),
            tree("supernet.data"),
            tree("supernet.network"),
            tree("supernet.quant"),
            tree("supernet.spi"),
            tree("env"))
        .and()
        .resideOutsideOfPackage(tree("env.rl4j"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .allowEmptyShould(true)
        .because("an engine other than ND4J can then stand behind the port");
  }

  private ArchRule noJavaSerialization() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectOutputStream.class)
        .because("a file from a stranger must never run code");
  }

  private ArchRule onlyTheCommandLinePrints() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(tree("experiments.cli"))
        .and()
        .doNotHaveFullyQualifiedName(root + ".env.HumanScreen")
        .should(ACCESS_STANDARD_STREAMS);
  }

  private ArchRule randomnessHasASeed() {
    return CompositeArchRule.of(noClasses().should().callCodeUnitWhere(drawsFromAGlobalGenerator()))
        .and(
            noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(DescribedPredicate.describe("a generator", this::isGenerator))
                .allowEmptyShould(true));
  }

  private DescribedPredicate<JavaCall<?>> drawsFromAGlobalGenerator() {
    return DescribedPredicate.describe(
        "it draws from a global or unseeded generator",
        call -> {
          CodeUnitCallTarget target = call.getTarget();
          JavaClass owner = target.getOwner();
          String name = target.getName();
          boolean withoutArguments = target.getRawParameterTypes().isEmpty();
          return (owner.isEquivalentTo(Math.class) && name.equals("random"))
              || owner.isEquivalentTo(ThreadLocalRandom.class)
              || owner.getName().equals("java.security.SecureRandom")
              || (name.equals("<init>") && withoutArguments && isGenerator(owner))
              || (owner.isEquivalentTo(Collections.class)
                  && name.equals("shuffle")
                  && target.getRawParameterTypes().size() == 1)
              || (owner.getName().equals("org.nd4j.linalg.factory.Nd4j")
                  && (name.startsWith("rand") || name.equals("getRandom")));
        });
  }

  private boolean isGenerator(JavaClass type) {
    return type.isAssignableTo("java.util.random.RandomGenerator")
        || type.isAssignableTo("org.apache.commons.math3.random.RandomGenerator");
  }

  private ArchRule packagesAreNullMarked() {
    return classes()
        .should(
            new ArchCondition<>("be in a package that is @NullMarked") {
              @Override
              public void check(JavaClass javaClass, ConditionEvents events) {
                boolean marked = javaClass.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(
                    new SimpleConditionEvent(
                        javaClass,
                        marked,
                        javaClass.getName() + " has no @NullMarked package-info beside it"));
              }
            });
  }

  private String tree(String name) {
    return root + "." + name + "..";
  }
}
