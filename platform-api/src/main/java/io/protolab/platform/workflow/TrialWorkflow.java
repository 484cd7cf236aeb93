package io.protolab.platform.workflow;

import io.protolab.platform.experiment.TrialState;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Runs one trial: train, evaluate, measure, render, record. Cancelling the workflow cancels the trial. */
@WorkflowInterface
public interface TrialWorkflow {
    /** @return the state the trial ended in; WAITING if it was handed back. A failed trial is a result, not an exception */
    @WorkflowMethod
    TrialState run(TrialInput input);

    /** From the training activity: an attempt can do its first step. One that is no longer the trial's is not listened to. */
    @SignalMethod
    void attemptStarted(AttemptStart attempt);

    /** From the training activity: how far it is, at the pace of {@link ReportingPace}. */
    @SignalMethod
    void epochsFinished(EpochReport report);

    /** From the sweep, to pause or to cancel: stop with a checkpoint and wait; the trial can be run again later. */
    @SignalMethod
    void handBack();
}
