package io.protolab.cpu.workflow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** Checkpoints of a complete trial: nothing will go on from them, and its head is in the artifact store. */
final class UsedCheckpoints {
    private UsedCheckpoints() {}

    /** Deletes them; if that fails they are in the way of nobody, and the trial is complete all the same. */
    static void delete(String trialId) {
        try {
            ActivityPolicies.volume().deleteCheckpoints(trialId);
        } catch (TemporalFailure stay) {
            Workflow.getLogger(UsedCheckpoints.class)
                    .warn("{} is complete; its checkpoints stay: {}", trialId, FailureReason.of(stay));
        }
    }
}
