package dev.sluice.acceptance.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which way dependencies point. */
@Tag("gate")
class DirectionsTest {
  // Grows with the code; well below what is there, and far above what a broken import finds.
  private static final int CLASSES_AT_LEAST = 250;

  private static final String[] DRIVERS = {
    "dev.sluice.proving.environment.qemu..",
    "dev.sluice.proving.environment.sandbox..",
    "dev.sluice.proving.environment.machine..",
    "dev.sluice.proving.environment.debian.."
  };

  @Test
  void theRulesSeeTheCode() {
    assertThat(MainCode.CLASSES)
        .as("classes found; if too few, the import in MainCode looks in the wrong place")
        .hasSizeGreaterThan(CLASSES_AT_LEAST);
    for (var module : new String[] {"model", "trust", "proving", "server", "cli"}) {
      assertThat(MainCode.CLASSES)
          .as("classes of module " + module)
          .anyMatch(type -> type.getPackageName().startsWith("dev.sluice." + module));
    }
  }

  @Test
  void modulesUseOnlyThoseBeforeThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("model")
        .definedBy("dev.sluice.model..")
        .layer("trust")
        .definedBy("dev.sluice.trust..")
        .layer("proving")
        .definedBy("dev.sluice.proving..")
        .layer("server")
        .definedBy("dev.sluice.server..")
        .layer("cli")
        .definedBy("dev.sluice.cli..")
        .whereLayer("model")
        .mayNotAccessAnyLayer()
        .whereLayer("trust")
        .mayOnlyAccessLayers("model")
        .whereLayer("proving")
        .mayOnlyAccessLayers("model", "trust")
        .whereLayer("server")
        .mayOnlyAccessLayers("model", "trust", "proving")
        .whereLayer("cli")
        .mayOnlyAccessLayers("model", "trust", "proving", "server")
        .because(
            "an update passes model, trust, proving, server in this order. Way out: move the type down to"
                + " the module that needs it first, or let the lower module declare an interface")
        .check(MainCode.CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.sluice.(**)")
        .should()
        .beFreeOfCycles()
        .because(
            "packages in a cycle are one package that is hard to read. Way out: merge them, or move"
                + " what both need into a third")
        .check(MainCode.CLASSES);
  }

  /**
   * Of them, the lab opens environments and makes system trees, and the cache's commands keep
   * house.
   */
  @Test
  void nobodyElseKnowsDrivers() {
    noClasses()
        .that()
        .resideOutsideOfPackages(DRIVERS)
        .and()
        .haveNameNotMatching("dev\\.sluice\\.proving\\.lab\\.(Drivers|SystemTrees)(\\$.*)?")
        .and()
        .haveNameNotMatching("dev\\.sluice\\.cli\\.(screen\\.)?Cache\\w*(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DRIVERS)
        .because(
            "environments are drivers: the next one is another. Way out: say what is needed in an"
                + " interface of dev.sluice.proving.environment")
        .check(MainCode.CLASSES);
  }

  @Test
  void driversDoNotKnowEachOther() {
    slices()
        .matching("dev.sluice.proving.environment.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            resideOutsideOfPackage("dev.sluice.proving.environment.debian.."),
            resideInAPackage("dev.sluice.proving.environment.debian.."))
        .because(
            "a driver must be able to change or go alone; Debian systems are made for all of them."
                + " Way out: move what both need to dev.sluice.proving.environment")
        .check(MainCode.CLASSES);
  }

  @Test
  void planningTouchesNothing() {
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.proving.plan..")
        .should()
        .dependOnClassesThat(Effects.REACHING_OUTSIDE)
        .because(
            "a plan is a function of candidate, releases and environments. Way out: read the disk,"
                + " the clock or chance before, and pass in what was read")
        .check(MainCode.CLASSES);
  }
}
