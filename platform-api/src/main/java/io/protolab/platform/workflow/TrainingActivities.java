package io.protolab.platform.workflow;

import io.temporal.activity.ActivityInterface;

/** Queue {@link TaskQueues#GPU}. */
@ActivityInterface
public interface TrainingActivities {
    /**
     * Trains from the newest whole checkpoint of the trial, or from the start. Signals {@link TrialWorkflow#attemptStarted} and
     * {@link TrialWorkflow#epochsFinished}; heartbeats its position.
     */
    TrainedHead train(TrialInput trial);
}
