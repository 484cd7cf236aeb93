package io.protolab.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.RegistrySamples;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.EvictionWorkflow;
import io.protolab.platform.workflow.ExportClient;
import io.protolab.platform.workflow.Payloads;
import io.protolab.platform.workflow.SweepClient;
import io.protolab.platform.workflow.SweepInput;
import io.protolab.platform.workflow.SweepSchedules;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
    private static final String SPEC = """
            apiVersion: protolab/v1
            kind: Sweep
            name: small
            experiment: tests/api
            datasets: [{name: birds, kind: flatbirds}]
            backbones: [{name: vit, weights: random}]
            seeds: [3, 4]
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private TestWorkflowEnvironment temporal;
    private DirectoryArtifactStore artifacts;
    private Api api;
    private String base;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
        temporal.newWorker(TaskQueues.CPU).registerWorkflowImplementationTypes(WaitingSweep.class, Eviction.class);
        temporal.start();
        artifacts = new DirectoryArtifactStore(directory);
        open(Optional.empty());
    }

    @AfterEach
    void stop() {
        api.close();
        temporal.close();
    }

    @Test
    void refusesASchedule_whereTheTemporalServerHasNone() throws Exception {
        HttpResponse<String> made = post("/api/v1/schedules?cron=0%202%20*%20*%20*", SPEC);
        HttpResponse<String> listed = get("/api/v1/schedules");

        assertThat(made.statusCode()).isEqualTo(409);
        assertThat(made.body()).contains("starts nothing by the clock", "protolab submit FILE --again");
        assertThat(listed.body()).isEqualTo("[]");
    }

    @Test
    void acceptsASweepOnce() throws Exception {
        HttpResponse<String> first = post("/api/v1/sweeps", SPEC);
        HttpResponse<String> second = post("/api/v1/sweeps", SPEC);
        HttpResponse<String> repetition = post("/api/v1/sweeps?again=2", SPEC);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(repetition.statusCode()).isEqualTo(201);
        assertThat(id(repetition)).isEqualTo(id(first) + "-2");
    }

    @Test
    void acceptsASweepOnce_whenManySubmitItAtTheSameTime() throws Exception {
        HttpRequest submission = HttpRequest.newBuilder(URI.create(base + "/api/v1/sweeps"))
                .POST(HttpRequest.BodyPublishers.ofString(SPEC))
                .build();

        List<HttpResponse<String>> answers = Stream.generate(
                        () -> http.sendAsync(submission, HttpResponse.BodyHandlers.ofString()))
                .limit(6)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsExactlyInAnyOrder(201, 200, 200, 200, 200, 200);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
    }

    @Test
    void startsTheWorkflowAndShowsItsStage() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));

        JsonNode status = json(get("/api/v1/sweeps/" + id));

        assertThat(status.get("stage").asText()).isEqualTo("waiting for a signal");
        assertThat(status.get("trials")).hasSize(2);
        assertThat(status.at("/trials/1/name").asText()).isEqualTo("birds · vit · seed 4");
    }

    @Test
    void tellsWhatHappenedToATrial() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));
        String trial = id + "-000";
        registry.startTrial(trial, List.of());
        registry.openAttempt(trial, "run/1", null);
        registry.startAttempt(trial, RegistrySamples.attempt(1, "gpu-1"), List.of());
        registry.endAttempt(trial, 1, AttemptEnd.of(AttemptOutcome.STALLED, "no step for 20 minutes", 7));

        JsonNode ledger = json(get("/api/v1/trials/" + trial + "/ledger"));
        JsonNode status = json(get("/api/v1/sweeps/" + id));

        assertThat(ledger.at("/attempts/0/outcome").asText()).isEqualTo("STALLED");
        assertThat(ledger.at("/attempts/0/stepsDone").asLong()).isEqualTo(7);
        assertThat(ledger.at("/story/0").asText()).contains("Accepted with sweep " + id);
        assertThat(ledger.at("/story/1").asText())
                .contains("Attempt 1 began on gpu-1/17 (cpu, 2 threads)", "STALLED: no step for 20 minutes");
        assertThat(status.at("/trials/0/recovery").asText())
                .isEqualTo("attempt 1 ended as STALLED at step 7: no step for 20 minutes");
        assertThat(get("/api/v1/trials/none/ledger").statusCode()).isEqualTo(404);
    }

    @Test
    void showsTheNewestEpochOfARunningTrial() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));
        registry.startTrial(id + "-000", List.of());
        registry.recordEpochs(
                id + "-000", List.of(RegistrySamples.epoch(0, 0.75), RegistrySamples.epoch(1, 0.5)), List.of());

        JsonNode trials = json(get("/api/v1/sweeps/" + id)).get("trials");

        assertThat(trials.at("/0/epoch").asInt()).isEqualTo(2);
        assertThat(trials.at("/0/values/" + EpochMetrics.LOSS.replace("/", "~1"))
                        .asDouble())
                .isEqualTo(0.5);
        assertThat(trials.at("/1/values")).isEmpty();
    }

    @Test
    void steersARunningSweep() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));

        assertThat(post("/api/v1/sweeps/" + id + "/pause", "").statusCode()).isEqualTo(202);

        assertThat(json(get("/api/v1/sweeps/" + id)).get("stage").asText()).isEqualTo("paused");
    }

    @Test
    void startsASweepThatTemporalDoesNotKnow_toSteerIt() throws Exception {
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("forgotten"));

        assertThat(post("/api/v1/sweeps/forgotten/pause", "").statusCode()).isEqualTo(202);

        assertThat(json(get("/api/v1/sweeps/forgotten")).get("stage").asText()).isEqualTo("paused");
    }

    @Test
    void refusesToSteerAFinishedSweep() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));
        registry.changeSweepState(id, SweepState.RUNNING, "", List.of());
        registry.changeSweepState(id, SweepState.CANCELLED, "by hand", List.of());

        HttpResponse<String> response = post("/api/v1/sweeps/" + id + "/resume", "");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(json(response).get("message").asText()).contains(id, "CANCELLED");
    }

    @Test
    void answersABrokenSpecWithEveryProblem() throws Exception {
        HttpResponse<String> response = post("/api/v1/sweeps", SPEC + "parallelism: 0\nsead: [1]\n");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).get("problems").findValuesAsText("path"))
                .containsExactlyInAnyOrder("parallelism", "sead");
        assertThat(registry.sweeps(10)).isEmpty();
    }

    @Test
    void warnsOfATrainingThatIsTooShort() throws Exception {
        String axes =
                "training: {warmupEpochs: 5}\nsearch: {axes: {training.epochs: [16, 60], head.temperature: [0.1, 0.2]}}\n";

        JsonNode valid = json(post("/api/v1/validate", SPEC + axes));

        assertThat(valid.get("trials").asInt()).isEqualTo(8);
        assertThat(valid.get("warnings")).hasSize(1);
        assertThat(valid.at("/warnings/0").asText()).startsWith("dataset birds: only 80 optimiser steps");
    }

    @Test
    void namesAnUnknownIdAndTheNextStep() throws Exception {
        HttpResponse<String> response = get("/api/v1/trials/nobody");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).get("message").asText()).contains("nobody", "/trials");
    }

    @Test
    void servesArtifactsByChecksum() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));
        Artifact note = artifacts.put("notes/hello.md", "hello".getBytes(StandardCharsets.UTF_8), Artifact.MARKDOWN);
        registry.recordArtifacts(List.of(new ArtifactRecord(id, note, artifacts.location(note))), List.of());

        HttpResponse<String> response = get("/api/v1/artifacts/" + note.sha256());

        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.headers().firstValue("Content-Type")).hasValue(Artifact.MARKDOWN);
    }

    @Test
    void offersMlflowAgainWhatItRefused() throws Exception {
        String id = id(post("/api/v1/sweeps", SPEC));
        registry.changeSweepState(id, SweepState.RUNNING, "", List.of(RegistrySamples.row(id, "create")));
        Outbox.Lease lease =
                registry.outbox().lease("sender", Duration.ofMinutes(1)).orElseThrow();
        long row = registry.outbox().pending(lease, 1).get(0).sequence();
        registry.outbox().park(lease, row, "no such experiment");

        assertThat(json(get("/api/v1/deliveries")).at("/0/error").asText()).isEqualTo("no such experiment");
        assertThat(json(post("/api/v1/deliveries/" + id + "/retry", ""))
                        .get("writes")
                        .asInt())
                .isEqualTo(1);
        assertThat(json(get("/api/v1/deliveries")).at("/0/parked").asInt()).isZero();
        assertThat(post("/api/v1/deliveries/" + id + "/retry", "").statusCode()).isEqualTo(409);
    }

    @Test
    void evictsFeaturesThatNoOpenSweepUses() throws Exception {
        registry.accept(RegistrySamples.twoAssignmentsTwoSeeds("s"));
        registry.recordFeatures("s", RegistrySamples.features("k"));

        assertThat(post("/api/v1/feature-sets/k/evict", "").statusCode()).isEqualTo(409);
        assertThat(post("/api/v1/feature-sets/nothing/evict", "").statusCode()).isEqualTo(404);
        registry.changeSweepState("s", SweepState.CANCELLED, "", List.of());
        assertThat(post("/api/v1/feature-sets/k/evict", "").statusCode()).isEqualTo(202);

        assertThat(temporal.getWorkflowClient()
                        .newUntypedWorkflowStub(WorkflowIds.eviction("k"))
                        .getResult(Boolean.class))
                .isTrue();
    }

    @Test
    void reportsHealthOfRegistryAndTemporal() throws Exception {
        JsonNode health = json(get("/api/v1/health"));

        assertThat(health.get("status").asText()).isEqualTo("ok");
        assertThat(health.at("/addresses/mlflow").asText()).isEqualTo("http://127.0.0.1:5000");
        assertThat(health.at("/addresses/api").asText()).isEqualTo(base);
        assertThat(health.at("/lacking"))
                .extracting(JsonNode::asText)
                .satisfiesExactly(
                        lack -> assertThat(lack).startsWith("visibility:"),
                        lack -> assertThat(lack).startsWith("schedules:"));
        assertThat(health.at("/parts").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("api", "mlflow", "postgresql", "temporal");
    }

    @Test
    void describesEveryRoute() throws Exception {
        JsonNode paths = json(get("/openapi.json")).get("paths");

        assertThat(paths.has("/api/v1/sweeps/{id}/pause")).isTrue();
        assertThat(paths.at(
                                "/~1api~1v1~1trials~1{id}~1epochs/get/responses/200/content/application~1json/schema/items/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/EpochMetrics");
        for (var entry : paths.properties()) {
            if (entry.getValue().has("get")) {
                int status =
                        get(entry.getKey().replaceAll("\\{\\w+}", "unknown")).statusCode();
                assertThat(status).as(entry.getKey()).isIn(200, 404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "0", "1.5", "99999999999", ""})
    void refusesACountThatIsNone(String count) throws Exception {
        HttpResponse<String> list = get("/api/v1/sweeps?limit=" + count);
        HttpResponse<String> submit = post("/api/v1/sweeps?again=" + count, SPEC);

        assertThat(list.statusCode()).isEqualTo(400);
        assertThat(json(list).get("message").asText()).startsWith("'" + count + "' is outside of [1, ");
        assertThat(submit.statusCode()).isEqualTo(400);
        assertThat(registry.sweeps(10)).isEmpty();
    }

    @Test
    void answersHeadLikeGet() throws Exception {
        assertThat(head("/api/v1/sweeps").statusCode()).isEqualTo(200);
        assertThat(head("/api/v1/sweeps").headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(head("/api/v1/sweeps/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void namesTheRoutes_whereAPathOrAMethodIsUnknown() throws Exception {
        HttpResponse<String> path = get("/api/v1/sweep");
        HttpResponse<String> method = post("/api/v1/health", "");

        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(json(path).get("message").asText()).contains("/openapi.json");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(json(method).get("message").asText()).contains("/openapi.json");
    }

    @Test
    void refusesABodyThatIsNoSweepFile() throws Exception {
        HttpResponse<String> large = post("/api/v1/validate", SPEC + "#".repeat(5 << 20));

        assertThat(post("/api/v1/sweeps", "").statusCode()).isEqualTo(422);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(json(large).get("message").asText()).contains("4194304 bytes");
    }

    @Test
    void asksForTheToken() throws Exception {
        api.close();
        open(Optional.of("secret"));

        HttpRequest with = HttpRequest.newBuilder(URI.create(base + "/api/v1/sweeps"))
                .header("Authorization", "Bearer secret")
                .build();

        assertThat(get("/api/v1/sweeps").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/health").statusCode()).isEqualTo(200);
        assertThat(http.send(with, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private void open(Optional<String> token) {
        api = new Api(
                registry,
                registry.outbox(),
                artifacts,
                new SweepClient(temporal.getWorkflowClient(), Duration.ofMinutes(1)),
                new ExportClient(temporal.getWorkflowClient()),
                DoctorRoutesTest.doctor(registry),
                new SweepSchedules(temporal.getWorkflowClient()),
                token,
                Map.of("mlflow", "http://127.0.0.1:5000"));
        base = "http://127.0.0.1:" + api.start("127.0.0.1", 0);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> head(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String id(HttpResponse<String> sweep) throws JsonProcessingException {
        return json(sweep).get("id").asText();
    }

    private static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
        return Json.mapper().readTree(response.body());
    }

    /** An eviction that finds nothing to do. */
    public static final class Eviction implements EvictionWorkflow {
        @Override
        public boolean evict(String key) {
            return true;
        }
    }

    /** A sweep that does nothing but remember whether it is paused. */
    public static final class WaitingSweep implements SweepWorkflow {
        private String stage = "waiting for a signal";

        @Override
        public SweepState run(SweepInput input) {
            Workflow.await(() -> stage.equals("over"));
            return SweepState.COMPLETE;
        }

        @Override
        public SweepProgress progress() {
            return new SweepProgress(SweepState.RUNNING, stage, 2, 0, 0, List.of());
        }

        @Override
        public void pause() {
            stage = "paused";
        }

        @Override
        public void trialEnded(String trialId, TrialState state) {}

        @Override
        public void resume() {
            stage = "running";
        }
    }
}
