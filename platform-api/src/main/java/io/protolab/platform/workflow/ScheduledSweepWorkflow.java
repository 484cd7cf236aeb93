package io.protolab.platform.workflow;

import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One firing of a schedule: accepts a sweep under an id of its own and is over when that has ended. */
@WorkflowInterface
public interface ScheduledSweepWorkflow {
    /** The sweep's id is {@link WorkflowIds#sweepOfFiring}: the same firing again is the same sweep. */
    @WorkflowMethod
    SweepState run(SweepSpec spec);
}
