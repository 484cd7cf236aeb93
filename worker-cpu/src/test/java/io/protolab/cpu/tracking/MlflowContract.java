package io.protolab.cpu.tracking;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.DirectoryArtifactStore;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.TrialRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.api.proto.Service.ListArtifacts;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;

/**
 * What we rely on of an MLflow server, seen through the library's own client. The real server and {@link FakeMlflow} both pass;
 * a subclass says where the server is.
 */
public abstract class MlflowContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A server may remember earlier builds. */
    private static final String PREFIX = "contract-" + Long.toString(System.currentTimeMillis(), 36) + "/";

    @TempDir
    Path folder;

    /** Address of a running server; the same for all tests of a class. */
    protected abstract URI mlflow();

    @Test
    void showsASweepWithItsTrialsNestedBelowIt() {
        Lab lab = lab("nested");
        lab.run();

        deliver(lab);

        try (MlflowClient client = new MlflowClient(mlflow().toString())) {
            List<Run> runs = runs(client, PREFIX + "nested");
            Run parent = runs.stream()
                    .filter(run -> !tags(run).containsKey(RunTags.PARENT))
                    .findFirst()
                    .orElseThrow();
            List<Run> children = runs.stream()
                    .filter(run -> tags(run).containsKey(RunTags.PARENT))
                    .toList();
            assertThat(runs).hasSize(5).allMatch(run -> run.getInfo().getStatus() == RunStatus.FINISHED);
            assertThat(parent.getInfo().getRunName()).isEqualTo("backbones");
            assertThat(children)
                    .hasSize(4)
                    .allMatch(
                            run -> parent.getInfo().getRunId().equals(tags(run).get(RunTags.PARENT)))
                    .extracting(run -> run.getInfo().getRunName())
                    .containsExactlyInAnyOrderElementsOf(lab.registry.trials(lab.sweep).stream()
                            .map(TrialRecord::name)
                            .toList());
            assertThat(client.getMetricHistory(parent.getInfo().getRunId(), RunMetrics.TRIAL_ACCURACY))
                    .extracting(Metric::getStep)
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        }
    }

    @Test
    void keepsEveryNumberToTheLastBit() {
        Lab lab = lab("exact");
        lab.run();

        deliver(lab);

        try (MlflowClient client = new MlflowClient(mlflow().toString())) {
            for (TrialRecord trial : lab.registry.trials(lab.sweep)) {
                String runId = trial.mlflowRunId();
                assertThat(runId).isNotNull();
                Run run = client.getRun(runId);
                Map<String, Double> latest =
                        run.getData().getMetricsList().stream().collect(toMap(Metric::getKey, Metric::getValue));
                assertThat(latest)
                        .containsAllEntriesOf(
                                SweepSamples.metrics(trial.index()).values());
                assertThat(client.getMetricHistory(runId, EpochMetrics.LOSS))
                        .extracting(Metric::getValue)
                        .containsExactlyElementsOf(IntStream.range(0, 4)
                                .mapToObj(epoch -> SweepSamples.epoch(trial.index(), epoch)
                                        .values()
                                        .get(EpochMetrics.LOSS))
                                .toList());
                assertThat(params(run)).isEqualTo(RunParams.of(trial.spec()));
                assertThat(run.getInputs().getDatasetInputsCount()).isEqualTo(2);
            }
        }
    }

    @Test
    void takesAWholeSweepTwiceWithoutChangingAnything() {
        Lab first = lab("twice");
        first.run();
        deliver(first);
        Lab again = lab("twice"); // lost its memory, has the same to say

        again.run();
        deliver(again);

        try (MlflowClient client = new MlflowClient(mlflow().toString())) {
            assertThat(runs(client, PREFIX + "twice")).hasSize(5);
            assertThat(again.trial(2).mlflowRunId()).isEqualTo(first.trial(2).mlflowRunId());
            assertThat(client.getMetricHistory(again.trial(2).mlflowRunId(), EpochMetrics.LOSS))
                    .hasSize(4);
            assertThat(client.getMetricHistory(again.trial(2).mlflowRunId(), Metrics.ACCURACY))
                    .hasSize(1);
        }
    }

    @Test
    void keepsFilesUnderTheirNames() throws InterruptedException {
        Lab lab = lab("files");
        lab.run();

        deliver(lab);

        String runId = String.valueOf(lab.trial(0).mlflowRunId());
        assertThat(files(runId, "plots")).containsOnlyKeys("plots/training curves.png");
        assertThat(files(runId, "explanations/right")).containsOnlyKeys("explanations/right/image 1+2.png");
        assertThat(files(runId, "config")).containsOnlyKeys(RunFiles.TRIAL_SPEC);
        assertThat(files(runId, "checkpoints")).isEmpty();
    }

    @Test
    void keepsModelsBesideTheirRuns_andVersionsOfThem() throws Exception {
        MlflowTransport transport = new MlflowTransport(mlflow(), TIMEOUT);
        Lab lab = lab("models");
        String name = PREFIX.replace("/", "-") + "birds";
        lab.run();
        lab.register(0, name);
        lab.register(1, name);
        deliver(lab);
        Lab again = lab("models"); // lost its memory, has the same to say
        again.run();
        again.register(0, name);
        deliver(again);

        for (TrialRecord trial : lab.registry.trials(lab.sweep)) {
            JsonNode run = json(transport.get("runs/get", Map.of("run_id", String.valueOf(trial.mlflowRunId()))));
            JsonNode outputs = run.at("/run/outputs/model_outputs");
            assertThat(outputs).hasSize(1);
            JsonNode model = json(transport.get(
                    "logged-models/" + outputs.get(0).get("model_id").asText(), Map.of()));
            assertThat(model.at("/model/info/name").asText()).isEqualTo("model");
            assertThat(model.at("/model/info/status").asText()).isEqualTo("LOGGED_MODEL_READY");
            assertThat(model.at("/model/info/source_run_id").asText()).isEqualTo(trial.mlflowRunId());
            JsonNode files = json(transport.get(
                    "logged-models/" + model.at("/model/info/model_id").asText() + "/artifacts/directories", Map.of()));
            assertThat(files.get("files"))
                    .map(file -> file.get("path").asText())
                    .containsExactlyInAnyOrder("MLmodel", "model.onnx");
            assertThat(files.get("files"))
                    .allMatch(file -> file.get("file_size").asLong() > 0);
        }
        JsonNode versions = json(transport.get("model-versions/search", Map.of("filter", "name = '" + name + "'")));
        assertThat(versions.get("model_versions"))
                .map(version -> version.get("run_id").asText())
                .containsExactlyInAnyOrder(
                        lab.trial(0).mlflowRunId(), lab.trial(1).mlflowRunId());
    }

    private static JsonNode json(Answer answer) throws JsonProcessingException {
        assertThat(answer.kind()).as(answer.text()).isEqualTo(Kind.OK);
        return Json.mapper().readTree(answer.text());
    }

    @Test
    void answersInWaysThatWeTellApart() throws InterruptedException {
        MlflowTransport transport = new MlflowTransport(mlflow(), TIMEOUT);
        Lab lab = lab("answers");
        lab.run();
        deliver(lab);
        String runId = String.valueOf(lab.trial(0).mlflowRunId());

        assertThat(transport
                        .post(
                                "experiments/create",
                                CreateExperiment.newBuilder()
                                        .setName(PREFIX + "answers")
                                        .build())
                        .kind())
                .isEqualTo(Kind.EXISTS);
        assertThat(transport
                        .get("experiments/get-by-name", Map.of("experiment_name", PREFIX + "absent"))
                        .kind())
                .isEqualTo(Kind.GONE);
        assertThat(transport.post("runs/log-batch", param(runId, "another")).kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(transport.get("no/such/endpoint", Map.of()).kind()).isEqualTo(Kind.MISCONFIGURED);

        try (MlflowClient client = new MlflowClient(mlflow().toString())) {
            client.deleteRun(runId);
        }
        assertThat(transport.post("runs/log-batch", param(runId, "tiny-vit")).kind())
                .isEqualTo(Kind.GONE);
    }

    private Lab lab(String experiment) {
        String json = SweepSamples.TWO_BACKBONES_TWO_SEEDS.replace("birds/first look", PREFIX + experiment);
        return new Lab(SweepSamples.sweep(json), store());
    }

    private ArtifactStore store() {
        try {
            return new DirectoryArtifactStore(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver(Lab lab) {
        MlflowTransport transport = new MlflowTransport(mlflow(), TIMEOUT);
        try (OutboxSender sender = new OutboxSender(lab.outbox(), lab.registry, store(), transport)) {
            sender.start();
            Eventually.isTrue(() -> lab.outbox().backlog().pending() == 0);
        }
        assertThat(lab.outbox().backlog().parked()).isZero();
        assertThat(lab.registry.trials(lab.sweep))
                .allMatch(trial -> lab.outbox().link(trial.id()).orElseThrow().sealed());
    }

    private Map<String, Long> files(String runId, String path) throws InterruptedException {
        Answer listed =
                new MlflowTransport(mlflow(), TIMEOUT).get("artifacts/list", Map.of("run_id", runId, "path", path));
        assertThat(listed.kind()).isEqualTo(Kind.OK);
        return MlflowJson.read(listed.body(), ListArtifacts.Response.newBuilder()).getFilesList().stream()
                .collect(toMap(FileInfo::getPath, FileInfo::getFileSize));
    }

    private static List<Run> runs(MlflowClient client, String experiment) {
        String id = client.getExperimentByName(experiment).orElseThrow().getExperimentId();
        return client.searchRuns(List.of(id), "", ViewType.ACTIVE_ONLY, 100).getItems();
    }

    private static LogBatch param(String runId, String backbone) {
        return LogBatch.newBuilder()
                .setRunId(runId)
                .addParams(Param.newBuilder().setKey(RunParams.BACKBONE).setValue(backbone))
                .build();
    }

    private static Map<String, String> tags(Run run) {
        return run.getData().getTagsList().stream().collect(toMap(RunTag::getKey, RunTag::getValue));
    }

    private static Map<String, String> params(Run run) {
        return run.getData().getParamsList().stream().collect(toMap(Param::getKey, Param::getValue));
    }
}
