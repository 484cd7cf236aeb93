package io.protolab.cpu;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The arrows inside this module; why they point this way stands in its RATIONALE. Rules of all modules are in deploy/standalone. */
@ArchTag("architecture")
@AnalyzeClasses(packages = "io.protolab.cpu", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule workflowsTouchTheWorldThroughActivitiesOnly = noClasses()
            .that()
            .resideInAPackage("io.protolab.cpu.workflow")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.io", "java.nio..", "java.net..", "java.sql..", "java.util.concurrent..")
                            .or(nameMatching("java\\.lang\\.(Thread|Process|ProcessBuilder|Runtime|System)"))
                            .or(nameMatching("java\\.time\\.(Clock|LocalDateTime|ZonedDateTime)"))
                            .or(nameMatching("java\\.util\\.(UUID|Random|SplittableRandom|HashSet)"))
                            .or(nameMatching("java\\.security\\.SecureRandom")))
            .orShould()
            .callMethod(Instant.class, "now")
            .because("a replay must take the same steps; Temporal's Workflow has what is needed instead");

    @ArchTest
    static final ArchRule metricsAreMathematics = classes()
            .that()
            .resideInAPackage("io.protolab.cpu.metrics")
            .and()
            .haveNameNotMatching(".*(File|ActivitiesImpl)")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.protolab.cpu.metrics",
                    "io.protolab.platform.evaluation..",
                    "io.protolab.platform.experiment..",
                    "io.protolab.platform.dataset..",
                    "java.lang..",
                    "java.util..",
                    "org.jspecify..")
            .because("a number must be testable without a file; one class reads part maps, one ties all to a trial");

    @ArchTest
    static final ArchRule theRegistryIsAPortAndTensorsAreElsewhere = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.protolab.platform.http..",
                    "io.protolab.platform.cli..",
                    "java.sql..",
                    "org.jdbi..",
                    "com.zaxxer.hikari..",
                    "ai.djl..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.protolab.cpu.(*)..").should().beFreeOfCycles();
}
