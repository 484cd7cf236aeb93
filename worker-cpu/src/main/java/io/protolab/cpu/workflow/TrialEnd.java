package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/** How a trial without a result ends. */
record TrialEnd(TrialState state, String reason) {
    /**
     * A cancelled workflow is a cancelled trial, a cancelled story alone is handed back; a loss that is no number is a finding, and
     * everything else a failure.
     */
    static TrialEnd after(TemporalFailure failure, boolean cancelled) {
        if (FailureReason.isCancellation(failure)) {
            return cancelled
                    ? new TrialEnd(TrialState.CANCELLED, "cancelled")
                    : new TrialEnd(TrialState.WAITING, "handed back; what it has done is kept");
        }
        boolean diverged = failure instanceof ApplicationFailure told
                && AttemptFailure.outcome(told)
                        .filter(AttemptOutcome.DIVERGED::equals)
                        .isPresent();
        return new TrialEnd(diverged ? TrialState.STOPPED_EARLY : TrialState.FAILED, FailureReason.of(failure));
    }
}
