package io.protolab.platform.http;

import static io.protolab.platform.registry.RegistrySamples.artifact;
import static io.protolab.platform.registry.RegistrySamples.result;
import static io.protolab.platform.registry.RegistrySamples.twoAssignmentsTwoSeeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.export.ExportStatus;
import io.protolab.platform.export.ExportStatus.State;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.ExportWorkflow;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepSchedules;
import io.protolab.platform.workflow.TaskQueues;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportRoutesTest {
    private static final String COMPLETE = "colours-1-0";
    private static final String WAITING = "colours-1-1";

    private final HttpClient http = HttpClient.newHttpClient();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private TestWorkflowEnvironment temporal;
    private Api api;
    private String base;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
        temporal.newWorker(TaskQueues.CPU).registerWorkflowImplementationTypes(FailingExport.class);
        temporal.start();
        api = new Api(
                registry,
                registry.outbox(),
                new DirectoryArtifactStore(directory),
                new SweepClient(temporal.getWorkflowClient()),
                new ExportClient(temporal.getWorkflowClient()),
                DoctorRoutesTest.doctor(registry),
                new SweepSchedules(temporal.getWorkflowClient()),
                Optional.empty(),
                Map.of());
        base = "http://127.0.0.1:" + api.start("127.0.0.1", 0) + "/api/v1/trials/";
        NewSweep sweep = twoAssignmentsTwoSeeds("colours-1");
        registry.accept(sweep);
        registry.startTrial(COMPLETE, List.of());
        registry.completeTrial(
                COMPLETE,
                result(Map.of()),
                new PrototypeCatalogue(List.of()),
                List.of(
                        record("export/model/model.onnx"),
                        record("export/model/MLmodel"),
                        record("export/head/head.pt")),
                List.of());
    }

    @AfterEach
    void stop() {
        api.close();
        temporal.close();
    }

    @Test
    void answersWithTheFiles_whereTheyAreThereAlready() throws Exception {
        HttpResponse<String> asked = post(COMPLETE + "/exports/model/onnx");

        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(status(asked).state()).isEqualTo(State.COMPLETE);
        assertThat(status(asked).files())
                .extracting(Artifact::name)
                .containsExactly("export/model/MLmodel", "export/model/model.onnx");
        assertThat(status(get(COMPLETE + "/exports/head/torchscript")).files())
                .extracting(Artifact::name)
                .containsExactly("export/head/head.pt");
    }

    @Test
    void hasWhatIsMissingMade_andSaysWhyItFailed() throws Exception {
        assertThat(get(COMPLETE + "/exports/model/both").statusCode()).isEqualTo(404);

        HttpResponse<String> asked = post(COMPLETE + "/exports/model/both");

        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(status(asked).state()).isEqualTo(State.RUNNING);
        ExportStatus end = ended(COMPLETE + "/exports/model/both");
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.problem()).isEqualTo("no weights for MODEL of colours-1-0 in [ONNX, TORCHSCRIPT]");
    }

    @Test
    void registersAModelOnce() throws Exception {
        assertThat(post(COMPLETE + "/models/birds").statusCode()).isEqualTo(202);

        registry.recordEvent(COMPLETE, EventKinds.MODEL, "birds");

        assertThat(post(COMPLETE + "/models/birds").statusCode()).isEqualTo(200);
        assertThat(status(get(COMPLETE + "/models/birds")).state()).isEqualTo(State.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "colours-1-0/exports/tail/onnx, 400, 'head'",
        "colours-1-0/exports/model/keras, 400, 'torchscript'",
        "colours-1-0/models/a:b, 400, a:b",
        WAITING + "/exports/model/onnx, 409, WAITING",
        "nobody/exports/model/onnx, 404, nobody"
    })
    void refusesWhatCannotBe(String path, int code, String message) throws Exception {
        HttpResponse<String> answer = post(path);

        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.body()).contains(message);
    }

    private static ArtifactRecord record(String name) {
        return new ArtifactRecord(COMPLETE, artifact(name, name), "/store/" + name);
    }

    private ExportStatus ended(String path) throws Exception {
        ExportStatus status = status(get(path));
        while (status.state() == State.RUNNING) {
            Thread.sleep(20);
            status = status(get(path));
        }
        return status;
    }

    private static ExportStatus status(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readValue(answer.body(), ExportStatus.class);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** An export that cannot be. */
    public static final class FailingExport implements ExportWorkflow {
        @Override
        public String run(ExportRequest request) {
            return "no weights for " + request.part() + " of " + request.trialId() + " in " + request.formats();
        }
    }
}
