package io.protolab.platform.workflow;

import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Runs a sweep to its end. Cancelling the workflow cancels the sweep. */
@WorkflowInterface
public interface SweepWorkflow {
    /** @return the final state, {@link SweepState#CANCELLED} included */
    @WorkflowMethod
    SweepState run(SweepInput input);

    @QueryMethod
    SweepProgress progress();

    /** Starts nothing more and hands running trials back with their checkpoints; repeating it changes nothing. */
    @SignalMethod
    void pause();

    @SignalMethod
    void resume();

    /** From a trial: it ended, or waits again. Reaches the sweep also after it continued as new. */
    @SignalMethod
    void trialEnded(String trialId, TrialState state);
}
