package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.workflow.RegistryActivities;
import io.protolab.platform.workflow.ScheduledSweepWorkflow;
import io.protolab.platform.workflow.SweepInput;
import io.protolab.platform.workflow.SweepWorkflow;
import io.protolab.platform.workflow.TaskQueues;
import io.protolab.platform.workflow.WorkflowIds;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Accepts the sweep, runs it, and stays as long as it does, so that the schedule knows whether the sweep before still runs. */
public final class ScheduledSweepWorkflowImpl implements ScheduledSweepWorkflow {
    /** The first looks are soon, because a sweep may be short; the later ones cost some eight events each. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

    private final RegistryActivities registry = ActivityPolicies.registry();

    @Override
    public SweepState run(SweepSpec spec) {
        String sweepId = WorkflowIds.sweepOfFiring(Workflow.getInfo().getWorkflowId());
        registry.sweepAccepted(sweepId, spec);
        SweepWorkflow sweep = Workflow.newChildWorkflowStub(
                SweepWorkflow.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.sweep(sweepId))
                        .setTaskQueue(TaskQueues.CPU)
                        .setTypedSearchAttributes(Searchable.ofSweep(sweepId, spec))
                        .setWorkflowIdReusePolicy(
                                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .build());
        try {
            return sweep.run(SweepInput.of(sweepId, spec));
        } catch (ChildWorkflowFailure elsewhere) {
            if (elsewhere.getCause() instanceof CanceledFailure) {
                throw elsewhere;
            }
            return awaitEnd(sweepId); // whoever looks after open sweeps was faster, or starts it again
        }
    }

    private SweepState awaitEnd(String sweepId) {
        Duration look = FIRST_LOOK;
        while (true) {
            Workflow.sleep(look);
            SweepState state = registry.sweepStarted(sweepId).state();
            if (state.isFinal()) {
                return state;
            }
            look = look.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? look.multipliedBy(2) : LONGEST_LOOK;
        }
    }
}
