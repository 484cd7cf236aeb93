package io.protolab.cpu.tracking;

import com.fasterxml.jackson.databind.ObjectReader;
import io.protolab.cpu.tracking.Answer.Kind;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.GetRun;
import org.mlflow.api.proto.Service.LogInputs;
import org.mlflow.api.proto.Service.UpdateRun;

/** Writes into one run: the stored messages, completed with the run's id. Every request may be sent again. */
final class RunWriter {
    private static final ObjectReader ARTIFACT = Json.mapper().readerFor(Artifact.class);

    private final MlflowTransport mlflow;
    private final ArtifactStore store;
    private final String runId;
    private final LoggedModels models;
    private @Nullable String artifactUri;

    RunWriter(MlflowTransport mlflow, ArtifactStore store, String experimentId, String runId) {
        this.mlflow = mlflow;
        this.store = store;
        this.runId = runId;
        this.models = new LoggedModels(mlflow, store, experimentId, runId);
    }

    /** Sends a parcel of any kind but {@link RowKind#EXPERIMENT} and {@link RowKind#CREATE}. */
    Answer write(Parcel parcel) throws InterruptedException {
        byte[] payload = parcel.first().row().payload();
        return switch (parcel.kind()) {
            case PARAMS, TAGS, METRICS ->
                mlflow.post(
                        "runs/log-batch",
                        parcel.logBatch().toBuilder().setRunId(runId).build());
            case INPUTS ->
                mlflow.post(
                        "runs/log-inputs",
                        MlflowJson.read(payload, LogInputs.newBuilder())
                                .setRunId(runId)
                                .build());
            case STATUS ->
                mlflow.post(
                        "runs/update",
                        MlflowJson.read(payload, UpdateRun.newBuilder())
                                .setRunId(runId)
                                .build());
            case FILE -> file(parcel.first().row().key(), payload);
            case ARTIFACT -> artifact(payload);
            case MODEL -> models.have(read(payload, ModelFiles.class));
            case REGISTER -> new ModelVersions(mlflow, models, runId).have(read(payload, ModelVersion.class));
            case EXPERIMENT, CREATE -> throw new IllegalArgumentException(parcel.kind() + " is not written into a run");
        };
    }

    private static <T> T read(byte[] payload, Class<T> type) {
        try {
            return Json.mapper().readValue(payload, type);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not a payload of ours: " + new String(payload, StandardCharsets.UTF_8), e);
        }
    }

    private Answer file(String path, byte[] content) throws InterruptedException {
        Answer place = locate();
        return place.isOk() ? mlflow.put(place.text(), path, content) : place;
    }

    private Answer artifact(byte[] payload) throws InterruptedException {
        Answer place = locate();
        if (!place.isOk()) {
            return place;
        }
        try {
            Artifact artifact = ARTIFACT.readValue(payload);
            return mlflow.put(place.text(), artifact.name(), store.fetch(artifact));
        } catch (IOException e) {
            // A volume that is away comes back; a damaged file does not, and is given up after some tries.
            return Answer.of(Kind.CONTENDED, "the artifact store does not give it out: " + e.getMessage());
        }
    }

    /** Where MLflow wants the files of this run; only the run itself knows. */
    private Answer locate() throws InterruptedException {
        if (artifactUri == null) {
            Answer found = mlflow.get("runs/get", Map.of("run_id", runId));
            if (!found.isOk()) {
                return found;
            }
            artifactUri = MlflowJson.read(found.body(), GetRun.Response.newBuilder())
                    .getRun()
                    .getInfo()
                    .getArtifactUri();
        }
        return Answer.ok(artifactUri);
    }
}
