package io.protolab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.cli.Cli;
import io.protolab.platform.cli.ExitCodes;
import io.protolab.platform.doctor.Doctor;
import io.protolab.platform.finding.Case;
import io.protolab.platform.finding.ExaminedSystem;
import io.protolab.platform.finding.Finding;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepSchedules;
import io.protolab.platform.workflow.TemporalConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorRoutesTest {
    private static final Finding LEFT_OVER = Finding.mendable(
                    ExaminedSystem.VOLUMES, "old.part", "an unfinished file", "written yesterday", "deletes it")
            .freeing(2_000_000_000);
    private static final Finding LOST =
            Finding.forAPerson(ExaminedSystem.REGISTRY, "sweep-0", "1 of 2 files are missing", "a.txt", "restore it");

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final List<Finding> wrong = new ArrayList<>();
    private TemporalConnection temporal;
    private Api api;
    private String base;

    /** A doctor that finds nothing. */
    static Doctor doctor(Registry registry) {
        return new Doctor(registry, List.of(), List::of, mend -> List.of());
    }

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        temporal = TemporalConnection.to("127.0.0.1:1", "default");
        Doctor doctor =
                new Doctor(registry, List.of(this::cases), () -> List.of(Case.forAPerson(LOST)), mend -> List.of());
        api = new Api(
                registry,
                registry.outbox(),
                new DirectoryArtifactStore(directory),
                new SweepClient(temporal.client()),
                new ExportClient(temporal.client()),
                doctor,
                new SweepSchedules(temporal.client()),
                Optional.empty(),
                Map.of());
        base = "http://127.0.0.1:" + api.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        api.close();
        temporal.close();
    }

    private List<Case> cases() {
        return wrong.stream()
                .map(finding -> Case.of(finding, () -> wrong.remove(finding)))
                .toList();
    }

    @Test
    void showsWithoutMending_mendsOnRequest_andIsThenDone() {
        wrong.add(LEFT_OVER);

        assertThat(doctor()).isEqualTo(ExitCodes.PLATFORM);
        assertThat(printed)
                .contains("an unfinished file", "written yesterday", "deletes it, 2.0 GB")
                .endsWith("1 to mend: protolab doctor --mend");
        assertThat(doctor("--mend")).isEqualTo(ExitCodes.DONE);
        assertThat(printed).endsWith("1 mended; nothing to mend any more");
        assertThat(doctor()).isEqualTo(ExitCodes.DONE);
        assertThat(printed).isEqualTo("nothing to mend");
    }

    @Test
    void readsContentsOnlyOnRequest_andLeavesToPeopleWhatOnlyTheyCanDo() {
        assertThat(doctor("--deep", "--mend")).isEqualTo(ExitCodes.PLATFORM);
        assertThat(printed).contains("restore it").endsWith("nothing to mend; 1 need you, see their remedies");
        assertThat(doctor("--deep", "--json")).isEqualTo(ExitCodes.PLATFORM);
        assertThat(printed).isEqualTo(Json.text(List.of(LOST)));
    }

    @Test
    void refusesAnotherDepth() throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(base + "/api/v1/doctor/thorough"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no depth 'thorough'");
    }

    private String printed = "";

    /** Runs the command and returns its exit code. */
    private int doctor(String... options) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            List<String> words = new ArrayList<>(List.of("doctor", "--api", base));
            words.addAll(List.of(options));
            return Cli.commandLine().execute(words.toArray(String[]::new));
        } finally {
            System.setOut(before);
            printed = out.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
