package io.protolab.gpu.activity;

import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.TrialWorkflow;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.client.WorkflowClient;

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
    public void epochsFinished(String trialId, EpochReport report) {
        workflow(trialId).epochsFinished(report);
    }

    private TrialWorkflow workflow(String trialId) {
        return client.newWorkflowStub(TrialWorkflow.class, WorkflowIds.trial(trialId));
    }
}
