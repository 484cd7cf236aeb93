package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.TrialInput;

/** What the registry is told of failures and waits of one trial's stages. */
record TrialJournal(RegistryActivities registry, Journal journal, TrialInput trial) implements Recovery.Audience {
    @Override
    public void failed(String what) {
        journal.write(() -> registry.eventHappened(trial.trialId(), EventKinds.RECOVERY, what));
    }

    @Override
    public void waits(String reason) {
        journal.write(() -> registry.trialEnded(trial.trialId(), TrialState.WAITING, reason));
    }

    @Override
    public void goesOn(String reason) {
        journal.write(() -> registry.trialStarted(trial));
    }

    void exportFailed(String reason) {
        journal.write(() -> registry.exportFailed(trial.trialId(), reason));
    }
}
