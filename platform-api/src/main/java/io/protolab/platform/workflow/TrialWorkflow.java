package io.protolab.platform.workflow;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.TrialState;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Runs one trial: train, evaluate, measure, record, export. */
@WorkflowInterface
public interface TrialWorkflow {
    @WorkflowMethod
    TrialState run(TrialInput input);

    /** From the training activity: an attempt began. */
    @SignalMethod
    void attemptStarted(AttemptStart attempt);

    /** From the training activity: epochs finished since its last signal, at most one signal every two seconds. */
    @SignalMethod
    void epochsFinished(List<EpochMetrics> epochs);
}
