package io.protolab.platform.workflow;

/** Where work waits; the queue is the placement decision. */
public final class TaskQueues {
    /** Workflows and everything that needs no accelerator: data, metrics, pictures, registry, MLflow. */
    public static final String CPU = "cpu";

    /** Tensors: features, training, evaluation. One activity at a time per worker. */
    public static final String GPU = "gpu";

    private TaskQueues() {}
}
