package io.protolab.platform.workflow;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowTargetOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@link Executions} of a namespace. */
public final class TemporalExecutions implements Executions {
    private static final String RUNNING = "ExecutionStatus = 'Running'";

    private final WorkflowClient temporal;
    private final ShortCalls calls = new ShortCalls(ShortCalls.LONGEST_ANSWER);

    public TemporalExecutions(WorkflowClient temporal) {
        this.temporal = temporal;
    }

    @Override
    public Optional<Execution> find(String workflowId) {
        try {
            WorkflowExecutionDescription found = answer(temporal.newUntypedWorkflowStub(workflowId)::describe);
            return Optional.of(new Execution(
                    workflowId,
                    found.getExecution().getRunId(),
                    found.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
                    found.getStartTime()));
        } catch (WorkflowNotFoundException unknown) {
            return Optional.empty();
        }
    }

    /** The embedded server's older calls of that kind read its tables without their lock, and are left alone. */
    @Override
    public Optional<List<Execution>> running() {
        var unused = find("reachable?"); // the list itself would wait for a minute
        try (Stream<WorkflowExecutionMetadata> running = temporal.listExecutions(RUNNING)) {
            return Optional.of(running.map(found -> new Execution(
                            found.getExecution().getWorkflowId(),
                            found.getExecution().getRunId(),
                            true,
                            found.getStartTime()))
                    .toList());
        } catch (RuntimeException refused) {
            if (Status.fromThrowable(refused).getCode() == Status.Code.UNIMPLEMENTED) {
                return Optional.empty();
            }
            throw new TemporalUnavailableException(refused);
        }
    }

    @Override
    public void terminate(Execution execution, String reason) {
        WorkflowTargetOptions run = WorkflowTargetOptions.newBuilder()
                .setWorkflowId(execution.workflowId())
                .setRunId(execution.runId())
                .build();
        try {
            answer(() -> {
                temporal.newUntypedWorkflowStub(run).terminate(reason);
                return true;
            });
        } catch (WorkflowNotFoundException ended) {
            // that is what was wanted
        }
    }

    private <T> T answer(Supplier<T> call) {
        try {
            return calls.answer(call);
        } catch (WorkflowNotFoundException known) {
            throw known;
        } catch (WorkflowServiceException | StatusRuntimeException silent) {
            throw new TemporalUnavailableException(silent);
        }
    }
}
