package io.protolab.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.Map;
import java.util.Set;

/** What holds across modules; this is the one module that sees them all. */
@ArchTag("architecture")
@AnalyzeClasses(
        packages = "io.protolab",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    private static final String FORBIDDEN_WORDS =
            "Common|Utils?|Helper|Manager|Processor|Handler|Base|Abstract|Info|History|Patience";

    @ArchTest
    static final SliceRule packagesFormNoCycle =
            slices().matching("io.protolab.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule modulesPointAtTheContract = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.protolab..")
            .layer("migrations")
            .definedBy("io.protolab.migrations..")
            .layer("platform-api")
            .definedBy("io.protolab.platform..")
            .layer("worker-cpu")
            .definedBy("io.protolab.cpu..")
            .layer("worker-gpu")
            .definedBy("io.protolab.gpu..")
            .layer("standalone")
            .definedBy("io.protolab.standalone..")
            .whereLayer("migrations")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("platform-api")
            .mayOnlyBeAccessedByLayers("worker-cpu", "worker-gpu", "standalone")
            .whereLayer("worker-cpu")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("worker-gpu")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("standalone")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveNameMatching(".*[.$]([A-Z]\\w*)?(" + FORBIDDEN_WORDS + ")([A-Z]\\w*)?(\\$.*)?")
            .orShould()
            .haveNameMatching(".*Data")
            .orShould()
            .resideInAnyPackage("..common..", "..util..", "..utils..", "..helper..", "..base..", "..internal..");

    @ArchTest
    static final ArchRule implIsForTemporal = classes()
            .that()
            .haveSimpleNameEndingWith("Impl")
            .should()
            .implement(resideInAPackage("io.protolab.platform.workflow"));

    @ArchTest
    static final ArchRule commandsAndMainsAlonePrint = noClasses()
            .that()
            .resideOutsideOfPackage("io.protolab.platform.cli")
            .and()
            .haveSimpleNameNotEndingWith("Command")
            .and(DescribedPredicate.not(describe("have a main", ArchitectureTest::hasMain)))
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static void noPackageIsSplitBetweenModules(JavaClasses all) {
        Map<String, Set<String>> modules =
                all.stream().collect(groupingBy(JavaClass::getPackageName, mapping(ArchitectureTest::module, toSet())));

        assertThat(modules)
                .isNotEmpty()
                .allSatisfy((name, places) -> assertThat(places).as(name).hasSize(1));
    }

    /** The jar or folder that a class comes from. */
    private static String module(JavaClass type) {
        String path = type.getSource().orElseThrow().getUri().toString();
        return path.substring(0, path.indexOf("io/protolab/"));
    }

    private static boolean hasMain(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent();
    }

    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
