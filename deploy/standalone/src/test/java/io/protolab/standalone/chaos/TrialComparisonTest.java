package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.standalone.chaos.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrialComparisonTest {
    private static final TrialRows UNDISTURBED = trial(
            "COMPLETE",
            2,
            Map.of("0 loss/total", 1.5, "1 loss/total", 1.25),
            Map.of("test/accuracy", 0.75),
            Map.of("pictures/curves.png", "aa", ProvenanceFile.NAME, "bb"));

    @Test
    void findsNothing_whenEverythingIsTheSame() {
        assertThat(TrialComparison.of(UNDISTURBED, UNDISTURBED)).isEmpty();
    }

    @Test
    void findsALostTrialAndLooksNoFurther() {
        TrialRows failed = trial("FAILED", 1, Map.of(), Map.of(), Map.of());

        assertThat(TrialComparison.of(UNDISTURBED, failed)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.LOST);
            assertThat(finding.what()).contains("FAILED").contains("COMPLETE");
        });
    }

    @Test
    void findsMissingAndSurplusRows() {
        TrialRows other = trial(
                "COMPLETE",
                2,
                Map.of("0 loss/total", 1.5, "2 loss/total", 1.0),
                UNDISTURBED.numbers(),
                UNDISTURBED.files());

        assertThat(TrialComparison.of(UNDISTURBED, other))
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.ROW_MISSING, Kind.ROW_DOUBLED);
    }

    @Test
    void findsADifferenceInTheLastBit() {
        TrialRows other = trial(
                "COMPLETE", 2, UNDISTURBED.curves(), Map.of("test/accuracy", Math.nextUp(0.75)), UNDISTURBED.files());

        assertThat(TrialComparison.of(UNDISTURBED, other)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NUMBER_DIFFERENT);
            assertThat(finding.what()).contains("0.7500000000000001");
        });
    }

    @Test
    void comparesFilesByTheirHash_exceptATrialsOwn() {
        TrialRows other = trial(
                "COMPLETE",
                2,
                UNDISTURBED.curves(),
                UNDISTURBED.numbers(),
                Map.of("pictures/curves.png", "cc", ProvenanceFile.NAME, "dd"));

        assertThat(TrialComparison.of(UNDISTURBED, other)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.HASH_DIFFERENT);
            assertThat(finding.what()).startsWith("pictures/curves.png");
        });
    }

    @Test
    void findsMissingFiles_ofEveryKind() {
        TrialRows other = trial("COMPLETE", 2, UNDISTURBED.curves(), UNDISTURBED.numbers(), Map.of());

        assertThat(TrialComparison.of(UNDISTURBED, other))
                .extracting(Finding::kind)
                .containsExactly(Kind.FILE_MISSING, Kind.FILE_MISSING);
    }

    private static TrialRows trial(
            String state,
            int epochs,
            Map<String, Double> curves,
            Map<String, Double> numbers,
            Map<String, String> files) {
        return new TrialRows(
                "t-1",
                "f",
                "dropout 0.1",
                state,
                epochs,
                new TreeMap<>(),
                new TreeMap<>(curves),
                new TreeMap<>(numbers),
                new TreeMap<>(files),
                "run",
                List.of());
    }
}
