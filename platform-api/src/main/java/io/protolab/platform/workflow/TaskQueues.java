package io.protolab.platform.workflow;

/** Where work waits; the queue is the placement decision. */
public final class TaskQueues {
    /** Workflows and everything that needs no accelerator: data, metrics, pictures. */
    public static final String CPU = "cpu";

    /** The CPU workers' short writes to the registry, which must not wait behind an hour of data preparation. */
    public static final String REGISTRY = "cpu.registry";

    /** Tensors: features, training, evaluation. One activity at a time per worker. */
    public static final String GPU = "gpu";

    /** Moments of file work on the GPU workers' volume, which must not wait behind hours of training. */
    public static final String GPU_FILES = "gpu.files";

    private TaskQueues() {}
}
