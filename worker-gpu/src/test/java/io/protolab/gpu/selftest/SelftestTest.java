package io.protolab.gpu.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.protolab.gpu.selftest.CaseReport.Outcome;
import io.protolab.gpu.tensor.NamedTensors;
import io.protolab.gpu.tensor.RunningEngine;
import io.protolab.gpu.tensor.Safetensors;
import io.protolab.gpu.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningEngine.class)
class SelftestTest {
    @TempDir
    private Path directory;

    private Path cases() {
        return directory.resolve("cases");
    }

    private Path out() {
        return directory.resolve("out");
    }

    /** A copy of a golden case, to be changed. */
    private Path copy(String name) throws IOException {
        Path source = GoldenDirectories.all(name).get(0);
        Path target = Files.createDirectories(cases().resolve(name));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    private static void edit(Path golden, String from, String to) throws IOException {
        Path file = golden.resolve("case.json");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private List<CaseReport> run() throws IOException {
        return new Selftest(out(), Console.UNHEARD).run(Selftest.find(cases()), report -> {});
    }

    private CaseReport only() throws IOException {
        List<CaseReport> reports = run();
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    @Test
    void writesWhatItComputed_underTheNamesOfTheExpectedTensors() throws IOException {
        Path golden = copy("head-dino");

        assertThat(only().outcome()).isEqualTo(Outcome.HOLDS);

        NamedTensors expected = Safetensors.read(golden.resolve("expected.safetensors"));
        NamedTensors actual = Safetensors.read(out().resolve("head-dino/actual.safetensors"));
        assertThat(actual.names()).isEqualTo(expected.names());
        assertThat(expected.names())
                .allSatisfy(name -> assertThat(actual.get(name).shape())
                        .as(name)
                        .isEqualTo(expected.get(name).shape()));
    }

    @Test
    void computesACaseWithoutExpectedNumbers() throws IOException {
        Files.delete(copy("training-fisher-strict-20").resolve("expected.safetensors"));

        CaseReport report = only();

        assertThat(report.outcome()).isEqualTo(Outcome.COMPUTED);
        assertThat(Safetensors.read(out().resolve("training-fisher-strict-20/actual.safetensors"))
                        .names())
                .contains("fisher", "mask", "final.neck.a.weight", "exp_avg_sq.prototypes");
    }

    @Test
    void namesTheTensorThatIsOff() throws IOException {
        Path golden = copy("schedule-strict-w15-80");
        edit(golden, "\"lr_horizon\": 80", "\"lr_horizon\": 81");

        CaseReport report = only();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILS);
        assertThat(report.worst()).isNotNull().extracting(Difference::tensor).isEqualTo("lr");
        assertThat(report.note()).isEqualTo("1 of 2 tensors differ: lr");
    }

    @Test
    void failsOnNumbersThatAreNone() throws IOException {
        Path golden = copy("schedule-strict-w15-80");
        edit(golden, "\"lr\": 0.01", "\"lr\": 1e999");

        assertThat(only().outcome()).isEqualTo(Outcome.FAILS);
    }

    @Test
    void writesTheMessageOfARefusal() throws IOException {
        copy("storage-nan");

        assertThat(only().outcome()).isEqualTo(Outcome.HOLDS);
        assertThat(out().resolve("storage-nan/actual.json"))
                .content()
                .contains("\"error\"")
                .contains("blocks.0.norm1.weight");
    }

    @Test
    void failsARefusalThatDoesNotNameTheFault() throws IOException {
        edit(copy("storage-nan"), "blocks.0.norm1.weight", "blocks.7.norm1.weight");

        assertThat(only().note()).startsWith("the refusal does not name blocks.7.norm1.weight: ");
    }

    @Test
    void failsAFileThatIsReadThoughItHasToBeRefused() throws IOException {
        edit(copy("storage-mixed"), "\"verdict\": \"ok\"", "\"verdict\": \"error\"");

        assertThat(only().note()).isEqualTo("was read, though it has to be refused");
    }

    @Test
    void leavesADamagedFileOpen_whenNoVerdictIsGiven() throws IOException {
        edit(copy("storage-nan"), "\"verdict\": \"error\",", "");
        edit(copy("storage-mixed"), "\"verdict\": \"ok\",", "");

        assertThat(run()).extracting(CaseReport::outcome).containsOnly(Outcome.HOLDS);
    }

    @Test
    void failsIfAForbiddenWordIsPrinted() throws IOException {
        edit(copy("storage-nan"), "\"verdict\": \"error\"", "\"verdict\": \"error\", \"must_not_print\": \"EXECUTED\"");
        int[] asked = new int[1];
        Console talkative = () -> "EXECUTED".repeat(asked[0]++);

        List<CaseReport> reports = new Selftest(null, talkative).run(Selftest.find(cases()), report -> {});

        assertThat(reports).singleElement().extracting(CaseReport::outcome).isEqualTo(Outcome.FAILS);
    }

    @Test
    void goesOnAfterACaseThatCannotBeRun() throws IOException {
        edit(copy("head-linear"), "\"aggregation\": \"linear\"", "\"aggregation\": \"cubic\"");
        Files.writeString(copy("head-dropout").resolve("case.json"), "{");
        edit(copy("head-masked-strict"), "\"kind\": \"head\"", "\"kind\": \"tail\"");
        copy("schedule-strict-w15-80");

        assertThat(run())
                .extracting(CaseReport::name, CaseReport::outcome)
                .containsExactly(
                        tuple("head-dropout", Outcome.FAILS),
                        tuple("head-linear", Outcome.FAILS),
                        tuple("head-masked-strict", Outcome.UNKNOWN),
                        tuple("schedule-strict-w15-80", Outcome.HOLDS));
    }

    @Test
    void refusesASwitchThatItDoesNotKnow() throws IOException {
        edit(copy("head-linear"), "\"warmup_epochs\": 15", "\"warmup_epochs\": 15, \"label_smoothing\": 0.1");

        assertThat(only().note()).contains("switches has the key 'label_smoothing', which is not known here");
    }

    @Test
    void keepsCasesOfOneNameApart() throws IOException {
        Path golden = copy("schedule-strict-w15-80");
        for (String group : List.of("a", "b")) {
            Path target = Files.createDirectories(cases().resolve(group));
            Files.createDirectories(target.resolve("same"));
            for (String file : List.of("case.json", "expected.safetensors")) {
                Files.copy(golden.resolve(file), target.resolve("same").resolve(file));
            }
        }

        assertThat(run()).extracting(CaseReport::name).containsExactly("a/same", "b/same", "schedule-strict-w15-80");
        assertThat(out().resolve("b/same/actual.safetensors")).isNotEmptyFile();
    }

    @Test
    void replacesTheFilesOfAnEarlierRun() throws IOException {
        copy("storage-mixed");
        Files.createDirectories(out().resolve("storage-mixed"));
        Files.writeString(out().resolve("storage-mixed/actual.json"), "{}");

        run();
        assertThat(only().outcome()).isEqualTo(Outcome.HOLDS);

        assertThat(out().resolve("storage-mixed"))
                .isDirectoryContaining("glob:**/actual.safetensors")
                .isDirectoryNotContaining("glob:**/actual.json");
    }

    @Test
    void takesTheToleranceOfTheLongestPrefix() {
        Tolerances.Tolerance moments = new Tolerances.Tolerance(1e-3, 0);
        Tolerances.Tolerance squares = new Tolerances.Tolerance(1e-2, 0);
        Tolerances tolerances =
                new Tolerances(Map.of("exp_avg", moments, "exp_avg_sq", squares), Tolerances.Tolerance.FLOAT);

        assertThat(tolerances.of("exp_avg.k1.bias")).isEqualTo(moments);
        assertThat(tolerances.of("exp_avg_sq.k1.bias")).isEqualTo(squares);
        assertThat(tolerances.of("final.k1.bias")).isEqualTo(Tolerances.Tolerance.FLOAT);
    }

    @Test
    void allowsTheGreaterOfBothTolerances() {
        Difference difference = Difference.of(
                "x",
                Tensors.of(new float[] {1, 1000}, 2),
                Tensors.of(new float[] {1.005f, 1000}, 2),
                new Tolerances.Tolerance(1e-5, 1e-3));

        assertThat(difference.holds()).isTrue();
        assertThat(difference.allowed()).isEqualTo(1e-2);
    }

    @Test
    void shippedCasesAreAllListed() throws IOException {
        try (ShippedCases shipped = ShippedCases.unpack()) {
            Path resources =
                    GoldenDirectories.all("head-dino").get(0).resolve("..").normalize();
            assertThat(Selftest.find(shipped.directory()))
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyElementsOf(Selftest.find(resources).stream()
                            .map(path -> path.getFileName().toString())
                            .toList());
            try (Stream<Path> files = Files.walk(resources)) {
                assertThat(files.filter(Files::isRegularFile).count())
                        .isEqualTo(ShippedCases.index().size() + 1);
            }
        }
    }
}
