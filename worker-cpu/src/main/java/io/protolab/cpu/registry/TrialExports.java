package io.protolab.cpu.registry;

import io.protolab.cpu.tracking.RunMessages;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.experiment.Provenance;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportInput;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.FinalFailure;
import java.util.List;

/** What was exported of complete trials, and what still has to be. Thread-safe. */
final class TrialExports {
    private static final String HEAD = "training/head.safetensors";
    private static final String PROTOTYPES = "evaluation/prototypes.json";

    private final Registry registry;
    private final ArtifactStore store;
    private final RunMessages messages;

    TrialExports(Registry registry, ArtifactStore store, RunMessages messages) {
        this.registry = registry;
        this.store = store;
        this.messages = messages;
    }

    ExportPlan plan(TrialRecord trial, ExportRequest request) {
        Provenance provenance = trial.provenance();
        if (trial.state() != TrialState.COMPLETE || provenance == null) {
            throw FinalFailure.of(
                    "trial " + trial.id() + " is " + trial.state() + "; only a complete one can be exported", null);
        }
        List<Artifact> files = registry.artifacts(trial.id()).stream()
                .map(ArtifactRecord::artifact)
                .toList();
        Artifact manifest = registry.findArtifact(provenance.manifestSha256())
                .map(ArtifactRecord::artifact)
                .orElseThrow(() -> FinalFailure.of(
                        "trial " + trial.id() + ": the registry no longer knows the manifest "
                                + provenance.manifestSha256() + " of its dataset; submit its sweep again",
                        null));
        ExportInput input = new ExportInput(
                trial.id(),
                trial.spec(),
                manifest,
                named(trial, files, HEAD),
                named(trial, files, PROTOTYPES),
                provenance.weightsSha256());
        return new ExportPlan(input, request.missingAmong(files));
    }

    private static Artifact named(TrialRecord trial, List<Artifact> files, String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> FinalFailure.of(
                        "trial " + trial.id() + " left no file " + name + "; submit its sweep again", null));
    }

    void record(TrialRecord trial, ExportPart part, List<Artifact> files) {
        List<ArtifactRecord> records = files.stream()
                .map(file -> new ArtifactRecord(trial.id(), file, store.location(file)))
                .toList();
        registry.recordArtifacts(records, messages.modelExported(trial, part, files));
    }

    void register(TrialRecord trial, String modelName) {
        registry.recordEvent(trial.id(), EventKinds.MODEL, modelName, messages.modelRegistered(trial, modelName));
    }

    void recordFailure(String trialId, String reason) {
        registry.recordEvent(trialId, EventKinds.EXPORT, "not exported: " + reason);
    }
}
