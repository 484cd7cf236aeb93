package io.protolab.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside this module; why they point this way stands in its RATIONALE. Rules of all modules are in deploy/standalone. */
@ArchTag("architecture")
@AnalyzeClasses(packages = "io.protolab.platform", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theContractKnowsNoServer = noClasses()
            .that()
            .resideInAnyPackage("..experiment..", "..workflow..", "..dataset..", "..evaluation..", "..artifact..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.protolab.platform.registry..", "io.protolab.platform.http..", "io.protolab.platform.cli..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.protolab.platform.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule databasesAreTheRegistrysMatter = noClasses()
            .that()
            .resideOutsideOfPackage("io.protolab.platform.registry")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.jdbi..", "com.zaxxer.hikari..", "org.postgresql..");

    @ArchTest
    static final ArchRule theCommandLineAlonePrints = noClasses()
            .that()
            .resideOutsideOfPackage("io.protolab.platform.cli")
            .should(ACCESS_STANDARD_STREAMS);
}
