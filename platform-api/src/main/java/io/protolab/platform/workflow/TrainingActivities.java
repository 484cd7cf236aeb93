package io.protolab.platform.workflow;

import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU}. */
@ActivityInterface
public interface TrainingActivities {
    /**
     * Trains from the newest whole checkpoint of the trial, or from the start, and heartbeats a {@link SignOfLife}. When cancelled it
     * keeps a checkpoint of where it is and ends with the cancellation.
     *
     * <p>Signals {@link TrialWorkflow#attemptStarted}, and {@link TrialWorkflow#epochsFinished} at the pace of {@link ReportingPace},
     * the last ones before it returns. A failure says its {@link AttemptOutcome}, see {@link AttemptFailure}.
     */
    TrainedHead train(TrialInput trial, TrainingOrder order);
}
