package io.protolab.cpu.tracking;

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

/**
 * What MLflow must learn when something becomes true in the registry, as outbox rows for the same transaction. A pure function
 * of its arguments: the same event gives the same rows with the same keys, so that writing them again changes nothing.
 */
public interface RunMessages {
    /** The sweep runs: its parent run. */
    List<OutboxRow> sweepStarted(SweepRecord sweep);

    /** The sweep is final. */
    List<OutboxRow> sweepEnded(
            SweepRecord sweep,
            SweepState state,
            List<LeaderboardRow> leaderboard,
            List<TrialRecord> trials,
            List<EventRecord> events);

    /** The trial runs for the first time, or again after a pause: its nested run, params, tags and dataset inputs. */
    List<OutboxRow> trialStarted(
            SweepRecord sweep, TrialRecord trial, PreparedDataset dataset, FeatureSet features, TrialPast past);

    /** A try of the training began. */
    List<OutboxRow> attemptStarted(TrialRecord trial, AttemptStart attempt);

    /** Epochs finished, for the live curves. */
    List<OutboxRow> epochs(TrialRecord trial, List<EpochMetrics> epochs);

    /** The trial is complete: final metrics, artifacts, note and status. */
    List<OutboxRow> trialCompleted(
            SweepRecord sweep, TrialRecord trial, TrialResult result, List<ArtifactRecord> artifacts, TrialPast past);

    /** Files of a part were made after the trial had ended; they are a model in MLflow if they are one that it loads. */
    List<OutboxRow> modelExported(TrialRecord trial, ExportPart part, List<Artifact> files);

    /** The exported whole model becomes a version of that name in MLflow's registry. */
    List<OutboxRow> modelRegistered(TrialRecord trial, String modelName);

    /** The trial ended without a result, or waits again after a pause. */
    List<OutboxRow> trialEnded(TrialRecord trial, TrialState state, String reason, TrialPast past);
}
