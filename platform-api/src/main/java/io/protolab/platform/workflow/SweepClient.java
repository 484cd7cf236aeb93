package io.protolab.platform.workflow;

import io.grpc.StatusRuntimeException;
import io.protolab.platform.experiment.SweepProgress;
import io.protolab.platform.experiment.SweepSpec;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.Optional;

/**
 * Starts and steers sweep workflows, and tidies up after them. What starts or steers throws {@link TemporalUnavailableException} if Temporal does not answer
 * soon; all of it may be repeated. Thread-safe.
 */
public final class SweepClient {
    private final WorkflowClient temporal;
    private final ShortCalls calls;
    private final CapabilityCheck capabilities;

    public SweepClient(WorkflowClient temporal) {
        this(temporal, ShortCalls.LONGEST_ANSWER);
    }

    /** @param longestAnswer how long each call waits at most */
    public SweepClient(WorkflowClient temporal, Duration longestAnswer) {
        this.temporal = temporal;
        this.calls = new ShortCalls(longestAnswer);
        this.capabilities = new CapabilityCheck(temporal, calls);
    }

    /**
     * Makes sure that the workflow of an open sweep runs: joins one that does, starts one that does not exist or has ended. Should the sweep have
     * ended just now, the registry says so to the new workflow, which then does nothing.
     */
    public void start(String sweepId, SweepSpec spec) {
        SweepWorkflow sweep = temporal.newWorkflowStub(
                SweepWorkflow.class,
                JoiningStart.of(WorkflowIds.sweep(sweepId))
                        .setTypedSearchAttributes(
                                capabilities.ask().searchAttributes()
                                        ? SearchKeys.ofSweep(sweepId, spec)
                                        : SearchAttributes.EMPTY)
                        .build());
        calls.ask(() -> WorkflowClient.start(sweep::run, SweepInput.of(sweepId, spec)));
    }

    public void pause(String sweepId) {
        calls.ask(running(sweepId)::pause);
    }

    public void resume(String sweepId) {
        calls.ask(running(sweepId)::resume);
    }

    public void cancel(String sweepId) {
        calls.ask(temporal.newUntypedWorkflowStub(WorkflowIds.sweep(sweepId))::cancel);
    }

    /** Has a feature set deleted, unless an open sweep uses it; joins an eviction of the set that is under way. */
    public void evictFeatures(String key) {
        EvictionWorkflow eviction = temporal.newWorkflowStub(
                EvictionWorkflow.class,
                JoiningStart.of(WorkflowIds.eviction(key)).build());
        calls.ask(() -> WorkflowClient.start(eviction::evict, key));
    }

    /** Empty if the workflow is not known or does not answer soon. */
    public Optional<SweepProgress> progress(String sweepId) {
        try {
            return Optional.of(calls.answer(running(sweepId)::progress));
        } catch (WorkflowNotFoundException | WorkflowQueryException | WorkflowServiceException absent) {
            return Optional.empty();
        }
    }

    /** What the server offers beyond running sweeps. */
    public CapabilityCheck capabilities() {
        return capabilities;
    }

    /** Whether Temporal answers soon. */
    public boolean reachable() {
        try {
            var unused = calls.answer(temporal.newUntypedWorkflowStub(WorkflowIds.sweep("reachable?"))::describe);
            return true;
        } catch (WorkflowNotFoundException known) {
            return true;
        } catch (WorkflowException | StatusRuntimeException silent) {
            return false;
        }
    }

    private SweepWorkflow running(String sweepId) {
        return temporal.newWorkflowStub(SweepWorkflow.class, WorkflowIds.sweep(sweepId));
    }
}
