package io.protolab.platform.workflow;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepSpec;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Starts and steers sweep workflows. What starts or steers throws {@link TemporalUnavailableException} if Temporal does not answer
 * soon; all of it may be repeated. Thread-safe.
 */
public final class SweepClient {
    /** How long a person waits for Temporal or for a worker. Both answer in milliseconds, and one that is away would be asked for a minute. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private final WorkflowClient temporal;
    private final Duration longestAnswer;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    });

    public SweepClient(WorkflowClient temporal) {
        this(temporal, LONGEST_ANSWER);
    }

    /** @param longestAnswer how long each call waits at most */
    public SweepClient(WorkflowClient temporal, Duration longestAnswer) {
        this.temporal = temporal;
        this.longestAnswer = longestAnswer;
    }

    /**
     * Makes sure that the sweep's workflow runs: joins one that does, starts one that does not exist or failed. A completed one
     * stays completed.
     */
    public void start(String sweepId, SweepSpec spec) {
        SweepWorkflow sweep = temporal.newWorkflowStub(
                SweepWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.sweep(sweepId))
                        .setTaskQueue(TaskQueues.CPU)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowIdReusePolicy(
                                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                        .build());
        try {
            ask(() -> WorkflowClient.start(sweep::run, SweepInput.of(sweepId, spec)));
        } catch (WorkflowExecutionAlreadyStarted completed) {
            // Nothing left to do: the registry learns of the end from the workflow itself.
        }
    }

    public void pause(String sweepId) {
        ask(running(sweepId)::pause);
    }

    public void resume(String sweepId) {
        ask(running(sweepId)::resume);
    }

    public void cancel(String sweepId) {
        ask(temporal.newUntypedWorkflowStub(WorkflowIds.sweep(sweepId))::cancel);
    }

    /** Empty if the workflow is not known or does not answer soon. */
    public Optional<SweepProgress> progress(String sweepId) {
        try {
            return Optional.of(soon(running(sweepId)::progress));
        } catch (WorkflowNotFoundException | WorkflowQueryException | WorkflowServiceException absent) {
            return Optional.empty();
        }
    }

    /** Whether Temporal answers soon. */
    public boolean reachable() {
        try {
            var unused = soon(temporal.newUntypedWorkflowStub(WorkflowIds.sweep("reachable?"))::describe);
            return true;
        } catch (WorkflowNotFoundException known) {
            return true;
        } catch (WorkflowException | StatusRuntimeException silent) {
            return false;
        }
    }

    private void ask(Runnable request) {
        try {
            boolean unused = soon(() -> {
                request.run();
                return true;
            });
        } catch (WorkflowServiceException | StatusRuntimeException silent) {
            throw new TemporalUnavailableException(silent);
        }
    }

    /** Calls with a deadline, which also ends the SDK's own retries. */
    private <T> T soon(Supplier<T> call) {
        try (Context.CancellableContext limited =
                Context.current().withDeadlineAfter(longestAnswer.toMillis(), TimeUnit.MILLISECONDS, deadlines)) {
            Context before = limited.attach();
            try {
                return call.get();
            } finally {
                limited.detach(before);
            }
        }
    }

    private SweepWorkflow running(String sweepId) {
        return temporal.newWorkflowStub(SweepWorkflow.class, WorkflowIds.sweep(sweepId));
    }
}
