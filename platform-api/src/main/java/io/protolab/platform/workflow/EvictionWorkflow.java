package io.protolab.platform.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Deletes a feature set from the volume of the GPU workers; a sweep that wants it again builds it again. */
@WorkflowInterface
public interface EvictionWorkflow {
    /**
     * @param key of the set
     * @return false if it stays because an open sweep uses it
     */
    @WorkflowMethod
    boolean evict(String key);
}
