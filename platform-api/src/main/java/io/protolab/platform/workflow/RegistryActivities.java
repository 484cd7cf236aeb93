package io.protolab.platform.workflow;

import io.protolab.platform.dataset.PreparedDataset;
import io.protolab.platform.evaluation.Evidence;
import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialSpec;
import io.protolab.platform.experiment.TrialState;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Queue {@link TaskQueues#CPU}. Every method may be repeated; what MLflow must learn is queued in the same transaction. */
@ActivityInterface
public interface RegistryActivities {
    void sweepStarted(String sweepId);

    void sweepStateChanged(String sweepId, SweepState state, String reason);

    void datasetPrepared(String sweepId, PreparedDataset dataset);

    void featuresExtracted(String sweepId, FeatureSet features);

    /** Trials of a sweep that are not final, by index from {@code fromIndex} on, at most {@code limit}. */
    List<OpenTrial> openTrials(String sweepId, int fromIndex, int limit);

    void trialStarted(TrialInput trial);

    void attemptStarted(String trialId, AttemptStart attempt);

    void attemptEnded(String trialId, String outcome);

    void epochsFinished(String trialId, List<EpochMetrics> epochs);

    /** Checks the epoch log against the recorded epochs, then records result, prototypes and artifacts as one transaction. */
    void trialCompleted(TrialInput trial, TrainedHead head, Evidence evidence, TrialResult result);

    /** FAILED, CANCELLED, STOPPED_EARLY, or WAITING again after a pause. */
    void trialEnded(String trialId, TrialState state, String reason);

    /** A trial that still has to be run. */
    record OpenTrial(String trialId, int index, TrialSpec spec) {}
}
