package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.InMemoryRegistry;
import io.protolab.platform.registry.NewSweep;
import io.protolab.platform.registry.Outbox;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** A registry in memory in which a sweep runs its course, telling the outbox all of it. */
final class Lab {
    final InMemoryRegistry registry = new InMemoryRegistry();
    final String sweep;
    private final RunMessages messages = new MlflowMessages("lab", () -> SweepSamples.START.plusSeconds(60));
    private final ArtifactStore store;

    Lab(NewSweep accepted, ArtifactStore store) {
        this.sweep = registry.accept(accepted).sweep().id();
        this.store = store;
    }

    Outbox outbox() {
        return registry.outbox();
    }

    TrialRecord trial(int index) {
        return registry.trials(sweep).get(index);
    }

    void startSweep() {
        registry.changeSweepState(sweep, SweepState.RUNNING, "", messages.sweepStarted(sweep()));
    }

    void startTrial(int index) {
        TrialRecord trial = trial(index);
        registry.startTrial(
                trial.id(),
                messages.trialStarted(
                        sweep(),
                        trial,
                        SweepSamples.dataset(trial.spec().dataset().name()),
                        SweepSamples.features(trial.spec()),
                        past(trial)));
        attempt(index, 1, 0);
    }

    void attempt(int index, int number, int firstEpoch) {
        AttemptStart attempt = new AttemptStart(
                registry.openAttempt(trial(index).id(), "run/" + number, null),
                "gpu-1",
                "gpu-1",
                "cpu",
                2,
                firstEpoch,
                firstEpoch,
                0,
                List.of(),
                List.of(),
                SweepSamples.START.plusSeconds(number));
        registry.startAttempt(trial(index).id(), attempt, messages.attemptStarted(trial(index), attempt));
    }

    /** Epochs from {@code first} up to but not including {@code end}. */
    void train(int index, int first, int end) {
        record(
                index,
                IntStream.range(first, end)
                        .mapToObj(epoch -> SweepSamples.epoch(index, epoch))
                        .toList());
    }

    void record(int index, List<EpochMetrics> epochs) {
        registry.recordEpochs(trial(index).id(), epochs, messages.epochs(trial(index), epochs));
    }

    void complete(int index) {
        TrialRecord trial = trial(index);
        TrialResult result =
                new TrialResult(SweepSamples.metrics(index), List.of(), SweepSamples.provenance(trial.spec()));
        List<ArtifactRecord> artifacts = List.of(
                stored(trial.id(), "plots/training curves.png", Artifact.PNG),
                stored(trial.id(), "explanations/right/image 1+2.png", Artifact.PNG),
                stored(trial.id(), "checkpoints/epoch-4.safetensors", Artifact.SAFETENSORS),
                stored(trial.id(), "export/model/MLmodel", Artifact.YAML),
                stored(trial.id(), "export/model/model.onnx", Artifact.BINARY));
        registry.completeTrial(
                trial.id(),
                result,
                new PrototypeCatalogue(List.of()),
                artifacts,
                messages.trialCompleted(sweep(), trial, result, artifacts, past(trial)));
    }

    void register(int index, String modelName) {
        TrialRecord trial = trial(index);
        registry.recordEvent(trial.id(), EventKinds.MODEL, modelName, messages.modelRegistered(trial, modelName));
    }

    void end(int index, TrialState state, String reason) {
        TrialRecord trial = trial(index);
        registry.endTrial(trial.id(), state, reason, messages.trialEnded(trial, state, reason, past(trial)));
    }

    void endSweep() {
        registry.changeSweepState(
                sweep,
                SweepState.COMPLETE,
                "",
                messages.sweepEnded(
                        sweep(),
                        SweepState.COMPLETE,
                        registry.leaderboard(sweep),
                        registry.trials(sweep),
                        registry.events(sweep)));
    }

    /** The whole course of a sweep. */
    void run() {
        startSweep();
        for (int index = 0; index < registry.trials(sweep).size(); index++) {
            startTrial(index);
            train(index, 0, 4);
            complete(index);
        }
        endSweep();
    }

    private TrialPast past(TrialRecord trial) {
        return new TrialPast(SweepSamples.START, registry.attempts(trial.id()), registry.events(trial.id()));
    }

    private SweepRecord sweep() {
        return registry.findSweep(sweep).orElseThrow();
    }

    private ArtifactRecord stored(String owner, String name, String mediaType) {
        try {
            Artifact artifact = store.put(name, (owner + name).getBytes(StandardCharsets.UTF_8), mediaType);
            return new ArtifactRecord(owner, artifact, store.location(artifact));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
