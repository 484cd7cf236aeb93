package io.protolab.platform.workflow;

import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU}. */
@ActivityInterface
public interface TrainingActivities {
    /**
     * Trains from the newest whole checkpoint of the trial, or from the start, and heartbeats its position. When cancelled it keeps
     * its newest checkpoint and ends with the cancellation.
     *
     * <p>Signals {@link TrialWorkflow#attemptStarted}; {@link TrialWorkflow#epochsFinished} at the pace of {@link ReportingPace}, the
     * last ones before it returns; {@link TrialWorkflow#attemptFailed} before it fails.
     */
    TrainedHead train(TrialInput trial);
}
