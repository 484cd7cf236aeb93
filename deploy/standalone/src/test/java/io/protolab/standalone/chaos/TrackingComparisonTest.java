package io.protolab.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.standalone.chaos.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrackingComparisonTest {
    private static final TrialRows TRIAL = new TrialRows(
            "t-1",
            "f",
            "dropout 0.1",
            "COMPLETE",
            1,
            new TreeMap<>(Map.of(0, 0.25)),
            new TreeMap<>(Map.of("0 loss/total", 1.5)),
            new TreeMap<>(Map.of("test/accuracy", 0.75)),
            new TreeMap<>(
                    Map.of(ProvenanceFile.NAME, "own", "pictures/curves.png", "aa", "export/head/head.onnx", "bb")),
            "run-1",
            List.of());

    private static final Map<String, Double> ROWS =
            Map.of("0 loss/total", 1.5, "0 test/accuracy", 0.75, "0 time/epoch_seconds", 0.25);

    @Test
    void findsNothing_whereEveryRowIsThatOfTheRegistry() {
        assertThat(TrackingComparison.metrics(TRIAL, run(ROWS))).isEmpty();
        assertThat(TrackingComparison.runs("t-1", "run-1", List.of(run(ROWS)))).isEmpty();
    }

    @Test
    void findsRowsThatAreMissingDifferentOrUnknown() {
        assertThat(TrackingComparison.metrics(
                        TRIAL, run(Map.of("0 loss/total", 1.5, "0 test/accuracy", 0.5, "1 loss/total", 1.0))))
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.NUMBER_DIFFERENT, Kind.ROW_MISSING, Kind.ROW_DOUBLED);
    }

    @Test
    void findsRunsAndRowsThatAreThereTwice() {
        RunRows doubled = new RunRows("run-1", "RUNNING", "1/run-1", List.of(), Map.of("0 loss/total", 2), ROWS);

        assertThat(TrackingComparison.runs("t-1", "run-1", List.of(doubled, run(ROWS))))
                .extracting(Finding::kind)
                .containsExactly(Kind.ROW_DOUBLED, Kind.LEFT_OPEN, Kind.ROW_DOUBLED);
        assertThat(TrackingComparison.runs("t-1", "run-1", List.of()))
                .extracting(Finding::kind)
                .containsExactly(Kind.ROW_MISSING);
    }

    @Test
    void comparesFilesWithTheUndisturbedRun_andATrialsOwnWithTheRegistry() {
        Map<String, String> undisturbed = Map.of(ProvenanceFile.NAME, "other", "pictures/curves.png", "aa");

        assertThat(TrackingComparison.files(
                        TRIAL, undisturbed, Map.of(ProvenanceFile.NAME, "own", "pictures/curves.png", "aa")))
                .isEmpty();
        assertThat(TrackingComparison.files(
                        TRIAL, undisturbed, Map.of(ProvenanceFile.NAME, "other", "stray.txt", "cc")))
                .extracting(Finding::kind)
                .containsExactly(Kind.HASH_DIFFERENT, Kind.FILE_MISSING, Kind.LEFT_BEHIND);
    }

    @Test
    void comparesAModelWithTheRegistry() {
        RunRows.Model head = new RunRows.Model("head", true, "1/models/m-1/artifacts");

        assertThat(TrackingComparison.model(TRIAL, head, Map.of("head.onnx", "bb")))
                .isEmpty();
        assertThat(TrackingComparison.model(TRIAL, new RunRows.Model("head", false, ""), Map.of("head.onnx", "b")))
                .extracting(Finding::kind)
                .containsExactly(Kind.LEFT_OPEN, Kind.HASH_DIFFERENT);
    }

    private static RunRows run(Map<String, Double> rows) {
        Map<String, Integer> once = new TreeMap<>();
        rows.keySet().forEach(point -> once.put(point, 1));
        return new RunRows("run-1", "FINISHED", "1/run-1", List.of(), once, rows);
    }
}
