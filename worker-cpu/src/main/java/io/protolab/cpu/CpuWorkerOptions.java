package io.protolab.cpu;

import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/** The numbers of a CPU worker that are no setting, each with its reason. */
final class CpuWorkerOptions {
    /** Several beats fit into the silence that ends an attempt. */
    static final Duration PULSE = Duration.ofSeconds(5);

    /** Most activities end within it; service managers kill after 30 seconds. */
    static final Duration LONGEST_FAREWELL = Duration.ofSeconds(25);

    /** Whom MLflow shows as the owner of runs; people are not known to this process. */
    static final String MLFLOW_USER = "protolab";

    /** MLflow answers in milliseconds, and in seconds while it uploads for others. */
    static final Duration MLFLOW_ANSWER = Duration.ofSeconds(10);

    /** The largest sweep has 500 trials in flight; with their sweeps they stay in memory instead of being replayed at each event. */
    private static final int WORKFLOWS_IN_MEMORY = 600;

    /** A trial holds two threads, its story and its journal. */
    private static final int WORKFLOW_THREADS = 1300;

    /** Writes hold a connection for milliseconds and the pool has eight. */
    private static final int WRITES_AT_ONCE = 8;

    /** A cancelled activity hears of it after this at the latest. */
    private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(2);

    /**
     * Where the same JVM trains, all cores may be busy for seconds, and a workflow that waits for one is no deadlock. Beyond ten seconds
     * Temporal repeats the task anyway.
     */
    private static final Duration DEADLOCK = Duration.ofSeconds(10);

    private CpuWorkerOptions() {}

    static WorkerFactoryOptions factory(ActivityPulse pulse) {
        return WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(WORKFLOWS_IN_MEMORY)
                .setMaxWorkflowThreadCount(WORKFLOW_THREADS)
                .setWorkerInterceptors(pulse)
                .build();
    }

    /** Workflows, and activities that keep a core busy. */
    static WorkerOptions work() {
        return withSlots(Runtime.getRuntime().availableProcessors());
    }

    /** Activities that wait for the database. */
    static WorkerOptions records() {
        return withSlots(WRITES_AT_ONCE);
    }

    private static WorkerOptions withSlots(int activitiesAtOnce) {
        return WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(activitiesAtOnce)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK.toMillis())
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                // otherwise a worker that shuts down fails its activities at the next beat, and takes their retries
                // again
                .setAllowActivityHeartbeatDuringShutdown(true)
                .build();
    }
}
