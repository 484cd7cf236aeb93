package io.protolab.platform.workflow;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.TrialState;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Runs one trial: train, evaluate, measure, render, record. Cancelling the workflow cancels the trial. */
@WorkflowInterface
public interface TrialWorkflow {
    /** @return the state the trial ended in; WAITING if it was handed back. A failed trial is a result, not an exception */
    @WorkflowMethod
    TrialState run(TrialInput input);

    /** From the training activity: an attempt began. Its number counts from 1 in every execution of the activity. */
    @SignalMethod
    void attemptStarted(AttemptStart attempt);

    /** From the training activity: the attempt ends with a failure that may be retried; the cause in words. */
    @SignalMethod
    void attemptFailed(String cause);

    /** From the training activity: epochs finished since its last signal, at the pace of {@link ReportingPace}. */
    @SignalMethod
    void epochsFinished(List<EpochMetrics> epochs);

    /** From the sweep, to pause or to cancel: stop with a checkpoint and wait; the trial can be run again later. */
    @SignalMethod
    void handBack();
}
