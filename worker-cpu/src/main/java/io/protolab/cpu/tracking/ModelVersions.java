package io.protolab.cpu.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.cpu.tracking.LoggedModels.LoggedModel;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mlflow.api.proto.ModelRegistry.CreateRegisteredModel;

/** Versions in MLflow's model registry: one per name and trial, found again by our tag. Every call may be repeated. */
final class ModelVersions {
    private final MlflowTransport mlflow;
    private final LoggedModels models;
    private final String runId;

    ModelVersions(MlflowTransport mlflow, LoggedModels models, String runId) {
        this.mlflow = mlflow;
        this.models = models;
        this.runId = runId;
    }

    /** Has the version of the trial's whole model. */
    Answer have(ModelVersion wanted) throws InterruptedException {
        List<LoggedModel> logged = new ArrayList<>();
        Answer found = models.find(wanted.trialId(), ExportPart.MODEL, logged);
        if (!found.isOk()) {
            return found;
        }
        if (logged.isEmpty()) {
            return Answer.of(
                    Kind.REFUSED, "MLflow has no model of trial " + wanted.trialId() + " that could be registered");
        }
        Answer named = mlflow.post(
                "registered-models/create",
                CreateRegisteredModel.newBuilder().setName(wanted.name()).build());
        if (!named.isOk() && named.kind() != Kind.EXISTS) {
            return named;
        }
        Answer known = mlflow.get(
                "model-versions/search",
                Map.of(
                        "filter",
                        "name = '" + wanted.name().replace("'", "''") + "' and tag.`" + RunTags.TRIAL + "` = '"
                                + wanted.trialId() + "'"));
        return known.isOk() && versions(known).isEmpty() ? create(wanted, logged.get(0)) : known;
    }

    private Answer create(ModelVersion wanted, LoggedModel model) throws InterruptedException {
        return mlflow.post(
                "model-versions/create",
                Map.of(
                        "name",
                        wanted.name(),
                        "source",
                        model.artifactUri(),
                        "run_id",
                        runId,
                        "model_id",
                        model.id(),
                        "tags",
                        List.of(Map.of("key", RunTags.TRIAL, "value", wanted.trialId()))));
    }

    private static JsonNode versions(Answer answer) {
        try {
            return Json.mapper().readTree(answer.text()).path("model_versions");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + answer.text(), e);
        }
    }
}
