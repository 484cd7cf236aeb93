package io.protolab.platform.workflow;

import io.protolab.platform.finding.Finding;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Examines what only workers reach: MLflow and the volumes. A worker that is away is a finding. */
@WorkflowInterface
public interface CheckupWorkflow {
    /** @param mend whether to mend as well */
    @WorkflowMethod
    List<Finding> examine(boolean mend);

    /** True; an answer at all says that a CPU worker is there. */
    @QueryMethod
    boolean attended();
}
