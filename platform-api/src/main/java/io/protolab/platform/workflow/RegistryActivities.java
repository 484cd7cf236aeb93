package io.protolab.platform.workflow;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.export.ExportPlan;
import io.protolab.platform.export.ExportRequest;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queue {@link TaskQueues#REGISTRY}. Every method may be repeated; what MLflow must learn is queued in the same transaction. Final
 * sweeps and trials never change: methods that end one answer with the state it really has.
 */
@ActivityInterface
public interface RegistryActivities {
    /** Accepts a sweep that nobody submitted. */
    void sweepAccepted(String sweepId, SweepSpec spec);

    /** Makes a waiting sweep run; a paused one stays paused. */
    SweepStanding sweepStarted(String sweepId);

    /** A final state also cancels, for the same reason, the trials that are still open. */
    SweepState sweepStateChanged(String sweepId, SweepState state, String reason);

    /** The distinct requirements of the sweep's open trials, in order of their first trial. */
    List<Requirement> requirements(String sweepId);

    void datasetPrepared(String sweepId, PreparedDataset dataset);

    void featuresExtracted(String sweepId, FeatureSet features);

    /** Before the files of a feature set are deleted; false if an open sweep uses it. */
    boolean featuresGivenUp(String key);

    /** Trials of a sweep that are not final, by index from {@code fromIndex} on, at most {@code limit}. */
    List<OpenTrial> openTrials(String sweepId, int fromIndex, int limit);

    TrialStanding trialStarted(TrialInput trial);

    /**
     * A training is about to be asked for; an earlier attempt that is still open ends, because its workflow was lost.
     *
     * @param key of the attempt; the same one again gives the same number
     * @param microBatch see {@link TrainingOrder}
     * @return its number; they grow over all workflows of the trial
     */
    int attemptOpened(String trialId, String key, @Nullable Integer microBatch);

    /** An attempt can do its first step. */
    void attemptStarted(String trialId, AttemptStart attempt);

    void attemptEnded(String trialId, int number, AttemptEnd end);

    /** Something that people should know of a sweep or trial; see {@code EventKinds}. */
    void eventHappened(String subject, String kind, String message);

    void epochsFinished(String trialId, List<EpochMetrics> epochs);

    /** Checks the epoch log against the recorded epochs, then records result, prototypes and artifacts as one transaction. */
    TrialState trialCompleted(TrialInput trial, TrainedHead head, Evidence evidence, TrialResult result);

    /** FAILED, CANCELLED, STOPPED_EARLY, or WAITING again after a pause. */
    TrialState trialEnded(String trialId, TrialState state, String reason);

    /** The trial could not be exported at its end; it stays what it is. */
    void exportFailed(String trialId, String reason);

    /** What is left to do for a request; refuses one for a trial that is not complete. */
    ExportPlan exportPlanned(ExportRequest request);

    /** The files of a part are there, and MLflow has to learn of them. */
    void exported(String trialId, ExportPart part, List<Artifact> files);

    /** The exported model becomes a version of that name in MLflow's registry. */
    void modelRegistered(String trialId, String modelName);

    /** A trial that still has to be run. */
    record OpenTrial(String trialId, int index, TrialSpec spec) {}

    /** Where a sweep is when its workflow starts; all counts are of trials. */
    record SweepStanding(SweepState state, int trials, int complete, int failed) {}

    /**
     * Where a trial is when its workflow starts.
     *
     * @param attempts by earlier workflows of the trial, in order
     */
    record TrialStanding(TrialState state, List<PastAttempt> attempts) {
        public TrialStanding {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * An attempt that ended.
     *
     * @param steps see {@link AttemptEnd}
     * @param microBatch see {@link TrainingOrder}
     * @param host absent if no worker began it
     */
    record PastAttempt(
            AttemptOutcome outcome,
            long steps,
            @Nullable Integer microBatch,
            @Nullable String host) {}
}
