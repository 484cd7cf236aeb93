package io.protolab.cpu.registry;

import io.protolab.cpu.tracking.RunMessages;
import io.protolab.cpu.tracking.TrialPast;
import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.OutboxRow;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.FeatureSet;
import java.util.List;

/** One row per event, its key the event's name. */
final class NamedMessages implements RunMessages {
    @Override
    public List<OutboxRow> sweepStarted(SweepRecord sweep) {
        return row(sweep.id(), "started");
    }

    @Override
    public List<OutboxRow> sweepEnded(
            SweepRecord sweep,
            SweepState state,
            List<LeaderboardRow> leaderboard,
            List<TrialRecord> trials,
            List<EventRecord> events) {
        return row(sweep.id(), state + " with " + trials.size() + " trials");
    }

    @Override
    public List<OutboxRow> trialStarted(
            SweepRecord sweep, TrialRecord trial, PreparedDataset dataset, FeatureSet features, TrialPast past) {
        return row(trial.id(), "started on " + dataset.name() + " with " + features.key());
    }

    @Override
    public List<OutboxRow> attemptStarted(TrialRecord trial, AttemptStart attempt) {
        return row(trial.id(), "attempt " + attempt.number());
    }

    @Override
    public List<OutboxRow> epochs(TrialRecord trial, List<EpochMetrics> epochs) {
        return epochs.stream()
                .flatMap(epoch -> row(trial.id(), "epoch " + epoch.epoch()).stream())
                .toList();
    }

    @Override
    public List<OutboxRow> trialCompleted(
            SweepRecord sweep, TrialRecord trial, TrialResult result, List<ArtifactRecord> artifacts, TrialPast past) {
        return row(trial.id(), "complete with " + artifacts.size() + " artifacts");
    }

    @Override
    public List<OutboxRow> trialEnded(TrialRecord trial, TrialState state, String reason, TrialPast past) {
        return row(trial.id(), state + ": " + reason);
    }

    @Override
    public List<OutboxRow> modelExported(TrialRecord trial, ExportPart part, List<Artifact> files) {
        return row(trial.id(), "exported " + part + " in " + files.size() + " files");
    }

    @Override
    public List<OutboxRow> modelRegistered(TrialRecord trial, String modelName) {
        return row(trial.id(), "registered as " + modelName);
    }

    private static List<OutboxRow> row(String subject, String key) {
        return List.of(new OutboxRow(subject, "event", key, new byte[0]));
    }
}
