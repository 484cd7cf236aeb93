package io.protolab.gpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside this module; why they point this way stands in its RATIONALE. Rules of all modules are in deploy/standalone. */
@ArchTag("architecture")
@AnalyzeClasses(packages = "io.protolab.gpu", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule temporalStaysAtTheDoor = noClasses()
            .that()
            .resideOutsideOfPackages("io.protolab.gpu", "io.protolab.gpu.activity..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..");

    @ArchTest
    static final ArchRule theEngineStaysBehindTheFacade = noClasses()
            .that()
            .resideOutsideOfPackage("io.protolab.gpu.tensor")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule modelAndLossKnowTensorsOnly = classes()
            .that()
            .resideInAnyPackage("io.protolab.gpu.model", "io.protolab.gpu.loss")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.protolab.gpu.model",
                    "io.protolab.gpu.loss",
                    "io.protolab.gpu.tensor",
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule theWorkerHasNoDatabaseAndNoServer = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.protolab.platform.registry..",
                    "io.protolab.platform.http..",
                    "io.protolab.platform.cli..",
                    "java.sql..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.protolab.gpu.(*)..").should().beFreeOfCycles();
}
