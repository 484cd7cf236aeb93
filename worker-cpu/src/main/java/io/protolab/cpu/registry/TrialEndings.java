package io.protolab.cpu.registry;

import static java.util.stream.Collectors.toMap;

import io.protolab.cpu.tracking.RunMessages;
import io.protolab.cpu.tracking.TrialPast;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.artifact.ArtifactStore;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.evaluation.PrototypeCatalogue;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.ProvenanceFile;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.TrainedHead;
import io.protolab.platform.workflow.TrialInput;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How trials end, each once: with what is kept of them and what MLflow is told. Thread-safe. */
final class TrialEndings {
    /** Epochs of one transaction; keeps each well below a second. */
    private static final int PAGE = 500;

    private final Registry registry;
    private final KnownRecords known;
    private final ArtifactStore artifacts;
    private final RecordedFiles recorded;
    private final RunMessages messages;

    TrialEndings(Registry registry, ArtifactStore artifacts, RecordedFiles recorded, RunMessages messages) {
        this.registry = registry;
        this.known = new KnownRecords(registry);
        this.artifacts = artifacts;
        this.recorded = recorded;
        this.messages = messages;
    }

    void recordEpochs(String trialId, List<EpochMetrics> epochs) {
        registry.recordEpochs(trialId, epochs, messages.epochs(known.trial(trialId), epochs));
    }

    /** @return the state it has then; another than COMPLETE if it had ended before */
    TrialState complete(TrialInput input, TrainedHead head, Evidence evidence, TrialResult result) {
        TrialState state = known.trial(input.trialId()).state();
        if (state.isFinal()) {
            return state;
        }
        recordUnreported(input.trialId(), recorded.epochs(head));
        PrototypeCatalogue prototypes = recorded.prototypes(evidence.prototypes());
        TrialRecord trial = known.trial(input.trialId());
        SweepRecord sweep = known.sweep(trial.sweepId());
        Artifact provenance = recorded.keep(ProvenanceFile.of(
                trial.id(), sweep.experiment(), trial.spec(), input.dataset().manifest(), result));
        List<ArtifactRecord> files = Stream.concat(result.artifacts().stream(), Stream.of(provenance))
                .map(file -> new ArtifactRecord(trial.id(), file, artifacts.location(file)))
                .toList();
        registry.completeTrial(
                trial.id(),
                result,
                prototypes,
                files,
                messages.trialCompleted(sweep, trial, result, files, past(trial)));
        return TrialState.COMPLETE;
    }

    /** Epochs of the log that were not reported, or reported with other values: the registry tells these apart. */
    private void recordUnreported(String trialId, List<EpochMetrics> log) {
        Map<Integer, Map<String, Double>> reported =
                registry.epochs(trialId).stream().collect(toMap(EpochMetrics::epoch, EpochMetrics::values));
        List<EpochMetrics> unreported = log.stream()
                .filter(epoch -> !epoch.values().equals(reported.get(epoch.epoch())))
                .toList();
        for (int from = 0; from < unreported.size(); from += PAGE) {
            recordEpochs(trialId, unreported.subList(from, Math.min(from + PAGE, unreported.size())));
        }
    }

    /** @return the state it has then; another than the wanted one if it had ended before */
    TrialState end(TrialRecord trial, TrialState state, String reason) {
        if (trial.state().isFinal()) {
            return trial.state();
        }
        // a trial that never started has no run to end
        List<OutboxRow> rows =
                trial.startedAt() == null ? List.of() : messages.trialEnded(trial, state, reason, past(trial));
        registry.endTrial(trial.id(), state, reason, rows);
        return state;
    }

    TrialPast past(TrialRecord trial) {
        return new TrialPast(
                known.sweep(trial.sweepId()).createdAt(), registry.attempts(trial.id()), registry.events(trial.id()));
    }
}
