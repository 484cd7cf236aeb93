package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.SweepWorkflow;
import io.temporal.client.WorkflowException;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** Tells the sweep that its trial ended. By id, so that it also reaches a sweep that continued as new meanwhile. */
final class SweepNotice {
    private SweepNotice() {}

    static void trialEnded(String trialId, TrialState state) {
        Workflow.getInfo()
                .getParentWorkflowId()
                .ifPresent(sweep -> Workflow.newDetachedCancellationScope(() -> send(sweep, trialId, state))
                        .run());
    }

    private static void send(String sweep, String trialId, TrialState state) {
        try {
            Workflow.newExternalWorkflowStub(SweepWorkflow.class, sweep).trialEnded(trialId, state);
        } catch (TemporalFailure | WorkflowException gone) {
            Workflow.getLogger(SweepNotice.class)
                    .info(
                            "{} ended as {}; its sweep {} is not running and will ask the registry",
                            trialId,
                            state,
                            sweep);
        }
    }
}
