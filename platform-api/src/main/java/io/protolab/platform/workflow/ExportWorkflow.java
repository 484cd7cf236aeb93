package io.protolab.platform.workflow;

import io.protolab.platform.export.ExportRequest;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes what a request misses, records it, and has it registered if asked to. */
@WorkflowInterface
public interface ExportWorkflow {
    /** @return why it failed, and what to do; empty if it is complete. A failed export is a result, not an exception */
    @WorkflowMethod
    String run(ExportRequest request);
}
