package io.protolab.cpu.workflow;

import io.temporal.activity.ActivityOptions;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The workflows, as a worker is to run them. */
public final class Workflows {
    /** What GPU workers do, by the names that Temporal knows. */
    private static final List<String> ON_GPU = List.of("Extract", "Train", "Evaluate", "ExportStandard", "Export");

    private Workflows() {}

    /**
     * To be called once, before the worker polls.
     *
     * @param heartbeatTimeout silence after which a GPU worker counts as lost
     */
    public static void register(Worker worker, Duration heartbeatTimeout) {
        worker.registerWorkflowImplementationTypes(
                options(heartbeatTimeout),
                ScheduledSweepWorkflowImpl.class,
                SweepWorkflowImpl.class,
                TrialWorkflowImpl.class,
                ExportWorkflowImpl.class,
                EvictionWorkflowImpl.class,
                CheckupWorkflowImpl.class);
    }

    /**
     * A workflow that another version began, and that this one cannot go on with, fails instead of standing still: the registry knows
     * everything that it did, and it is started again from there.
     */
    static WorkflowImplementationOptions options(Duration heartbeatTimeout) {
        ActivityOptions silence = ActivityOptions.newBuilder()
                .setHeartbeatTimeout(heartbeatTimeout)
                .build();
        Map<String, ActivityOptions> onGpu =
                ON_GPU.stream().collect(Collectors.toMap(Function.identity(), activity -> silence));
        return WorkflowImplementationOptions.newBuilder()
                .setActivityOptions(onGpu)
                .setFailWorkflowExceptionTypes(NonDeterministicException.class)
                .build();
    }
}
