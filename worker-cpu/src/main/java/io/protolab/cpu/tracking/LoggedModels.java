package io.protolab.cpu.tracking;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Models of a run, which MLflow keeps beside the run and shows on a page of their own. It takes no id for them either, so that we search
 * for our tags before each create and keep the oldest where there are two. Every call may be repeated.
 */
final class LoggedModels {
    private static final int MOST_DUPLICATES = 100;

    private final MlflowTransport mlflow;
    private final ArtifactStore store;
    private final String experimentId;
    private final String runId;

    LoggedModels(MlflowTransport mlflow, ArtifactStore store, String experimentId, String runId) {
        this.mlflow = mlflow;
        this.store = store;
        this.experimentId = experimentId;
        this.runId = runId;
    }

    /** A model as MLflow knows it. */
    record LoggedModel(String id, String artifactUri, String status, long createdAt) {
        private static LoggedModel of(JsonNode model) {
            JsonNode info = model.path("info");
            return new LoggedModel(
                    info.path("model_id").asText(),
                    info.path("artifact_uri").asText(),
                    info.path("status").asText(),
                    info.path("creation_timestamp_ms").asLong());
        }
    }

    /** Has the model with its files, ready, and as an output of the run. */
    Answer have(ModelFiles wanted) throws InterruptedException {
        List<LoggedModel> models = new ArrayList<>();
        Answer found = find(wanted.trialId(), wanted.part(), models);
        if (found.isOk() && models.isEmpty()) {
            found = mlflow.post(
                    "logged-models",
                    Map.of(
                            "experiment_id",
                            experimentId,
                            "name",
                            wanted.part().text(),
                            "source_run_id",
                            runId,
                            "model_type",
                            "protosvit",
                            "tags",
                            List.of(
                                    tag(RunTags.TRIAL, wanted.trialId()),
                                    tag(RunTags.PART, wanted.part().text()))));
            if (found.isOk()) {
                models.add(LoggedModel.of(json(found).path("model")));
            }
        }
        if (!found.isOk()) {
            return found;
        }
        LoggedModel model = models.get(0);
        Answer deleted = deleteDuplicates(models);
        Answer filled = deleted.isOk() ? upload(model, wanted) : deleted;
        Answer ready = filled.isOk() ? finish(model) : filled;
        return ready.isOk() ? haveOutput(model) : ready;
    }

    /** Finds the models of a part of a trial, the one that counts first. */
    Answer find(String trialId, ExportPart part, List<LoggedModel> models) throws InterruptedException {
        Answer found = mlflow.post(
                "logged-models/search",
                Map.of(
                        "experiment_ids",
                        List.of(experimentId),
                        "filter",
                        "tags.`" + RunTags.TRIAL + "` = '" + trialId + "' AND tags.`" + RunTags.PART + "` = '"
                                + part.text() + "'",
                        "max_results",
                        MOST_DUPLICATES));
        if (found.isOk()) {
            json(found).path("models").forEach(model -> models.add(LoggedModel.of(model)));
            models.sort(comparing(LoggedModel::createdAt).thenComparing(LoggedModel::id));
        }
        return found;
    }

    private Answer deleteDuplicates(List<LoggedModel> oldestFirst) throws InterruptedException {
        for (LoggedModel duplicate : oldestFirst.subList(1, oldestFirst.size())) {
            Answer deleted = mlflow.delete("logged-models/" + duplicate.id());
            if (!deleted.isOk() && deleted.kind() != Kind.GONE) {
                return deleted;
            }
        }
        return Answer.ok("");
    }

    /**
     * The file that makes it a model comes last: a model with it is whole. Files that are there are left alone, so that gigabytes get
     * there even where each turn ends before the next file.
     */
    private Answer upload(LoggedModel model, ModelFiles wanted) throws InterruptedException {
        Answer listed = mlflow.get("logged-models/" + model.id() + "/artifacts/directories", Map.of());
        if (!listed.isOk()) {
            return listed;
        }
        Map<String, Long> there = new TreeMap<>();
        json(listed)
                .path("files")
                .forEach(file -> there.put(
                        file.path("path").asText(), file.path("file_size").asLong()));
        List<Artifact> missing = wanted.files().stream()
                .filter(file -> !Long.valueOf(file.size()).equals(there.get(wanted.path(file))))
                .sorted(comparing(file -> wanted.path(file).equals(ExportPart.MLMODEL)))
                .toList();
        for (Artifact file : missing) {
            Answer put = upload(model, file, wanted.path(file));
            if (!put.isOk()) {
                return put;
            }
        }
        return Answer.ok("");
    }

    private Answer upload(LoggedModel model, Artifact file, String path) throws InterruptedException {
        try {
            return mlflow.put(model.artifactUri(), path, store.fetch(file));
        } catch (IOException e) {
            return Answer.of(Kind.CONTENDED, "the artifact store does not give it out: " + e.getMessage());
        }
    }

    private Answer finish(LoggedModel model) throws InterruptedException {
        if (model.status().equals("LOGGED_MODEL_READY")) {
            return Answer.ok("");
        }
        return mlflow.patch(
                "logged-models/" + model.id(), Map.of("model_id", model.id(), "status", "LOGGED_MODEL_READY"));
    }

    /** A second time would be refused. */
    private Answer haveOutput(LoggedModel model) throws InterruptedException {
        Answer run = mlflow.get("runs/get", Map.of("run_id", runId));
        if (!run.isOk()) {
            return run;
        }
        for (JsonNode output : json(run).at("/run/outputs/model_outputs")) {
            if (output.path("model_id").asText().equals(model.id())) {
                return Answer.ok("");
            }
        }
        return mlflow.post(
                "runs/outputs", Map.of("run_id", runId, "models", List.of(Map.of("model_id", model.id(), "step", 0))));
    }

    private static Map<String, String> tag(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private static JsonNode json(Answer answer) {
        try {
            return Json.mapper().readTree(answer.text());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + answer.text(), e);
        }
    }
}
