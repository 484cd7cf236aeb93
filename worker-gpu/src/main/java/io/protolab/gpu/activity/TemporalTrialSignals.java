package io.protolab.gpu.activity;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.TrialWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.client.WorkflowClient;
import java.util.List;

/** Signals to the trial's workflow by its deterministic id. */
public final class TemporalTrialSignals implements TrialSignals {
    private final WorkflowClient client;

    public TemporalTrialSignals(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public void attemptStarted(String trialId, AttemptStart attempt) {
        workflow(trialId).attemptStarted(attempt);
    }

    @Override
    public void epochsFinished(String trialId, List<EpochMetrics> epochs) {
        workflow(trialId).epochsFinished(epochs);
    }

    @Override
    public void attemptFailed(String trialId, String cause) {
        workflow(trialId).attemptFailed(cause);
    }

    private TrialWorkflow workflow(String trialId) {
        return client.newWorkflowStub(TrialWorkflow.class, WorkflowIds.trial(trialId));
    }
}
