package io.protolab.gpu.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.gpu.tensor.RunningEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers computed with the Python libraries of the field; {@code golden/README.md} explains them. */
@ExtendWith(RunningEngine.class)
class GoldenCasesTest {
    static Stream<Path> cases() throws IOException {
        return GoldenDirectories.all("").stream();
    }

    static Stream<Path> trainings() throws IOException {
        return GoldenDirectories.all("training-").stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void numbersEqualThoseOfTheReference(Path directory) throws IOException {
        List<CaseReport> reports = new Selftest(null, Console.UNHEARD).run(List.of(directory), report -> {});

        assertThat(reports)
                .singleElement()
                .satisfies(report ->
                        assertThat(report.outcome()).as(report.toString()).isEqualTo(CaseReport.Outcome.HOLDS));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void trainingEqualsTheReference_inSlicesOfAnySize(Path directory) throws IOException {
        GoldenCase golden = GoldenCase.read(directory);
        for (int microBatch : new int[] {1, 3, 100}) {
            CaseReport report = new CaseCheck(
                            "sliced", golden, new TrainingRunner(microBatch), new ActualFiles(null), Console.UNHEARD)
                    .run();

            assertThat(report.outcome())
                    .as("slices of %d: %s", microBatch, report)
                    .isEqualTo(CaseReport.Outcome.HOLDS);
        }
    }
}
