package io.protolab.gpu.activity;

import io.protolab.gpu.training.TrainingState;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.experiment.ComputeIdentity;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.json.Json;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finished trainings as files of the artifact store; the same training gives the same files. */
final class TrainedHeads {
    private final ArtifactStore artifacts;

    TrainedHeads(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    TrainedHead store(TrialInput trial, TrainingState state) throws IOException {
        List<EpochMetrics> history = state.history();
        String log = Json.text(history.stream().map(TrainedHeads::reproducible).toList());
        return new TrainedHead(
                head(state),
                artifacts.put("training/epochs.json", log.getBytes(StandardCharsets.UTF_8), Artifact.JSON),
                history.size(),
                state.evaluatedEpoch(),
                history.get(history.size() - 1),
                provenance(trial, state));
    }

    /** An epoch without its wall times. */
    private static Map<String, Object> reproducible(EpochMetrics epoch) {
        return Map.of("epoch", epoch.epoch(), "values", epoch.values());
    }

    private Artifact head(TrainingState state) throws IOException {
        Path directory = Files.createTempDirectory("head-");
        Path file = directory.resolve("head.safetensors");
        try {
            state.writeEvaluatedHead(file);
            return artifacts.put("training/head.safetensors", file, Artifact.SAFETENSORS);
        } catch (IOException e) {
            throw FullDiskException.named("cannot write the head", directory, e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    /** Of whoever computed, which need not be who stores. */
    private static Provenance provenance(TrialInput trial, TrainingState state) {
        List<ComputeIdentity> identities = state.identities();
        ComputeIdentity last = identities.get(identities.size() - 1);
        return new Provenance(
                Json.fingerprint(trial.spec()),
                trial.dataset().manifest().sha256(),
                trial.features().weightsSha256(),
                trial.features().key(),
                trial.spec().seed(),
                last.device(),
                last.threads(),
                last.versions(),
                last.microBatch() == trial.spec().training().microBatch() ? null : last.microBatch(),
                identities.subList(0, identities.size() - 1),
                state.featureIdentities());
    }
}
