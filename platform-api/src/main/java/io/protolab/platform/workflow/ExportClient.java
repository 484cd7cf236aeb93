package io.protolab.platform.workflow;

import io.grpc.StatusRuntimeException;
import io.protolab.platform.export.ExportRequest;
import io.protolab.platform.export.ExportStatus;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Optional;

/** Starts exports and tells where they are, or throws {@link TemporalUnavailableException} if Temporal does not answer soon. Thread-safe. */
public final class ExportClient {
    private final WorkflowClient temporal;
    private final ShortCalls calls = new ShortCalls(ShortCalls.LONGEST_ANSWER);

    public ExportClient(WorkflowClient temporal) {
        this.temporal = temporal;
    }

    /** Makes sure that a request is worked on: joins a workflow that runs, and starts one otherwise. */
    public void start(ExportRequest request) {
        ExportWorkflow export = temporal.newWorkflowStub(
                ExportWorkflow.class,
                JoiningStart.of(WorkflowIds.export(request)).build());
        calls.ask(() -> WorkflowClient.start(export::run, request));
    }

    /** Where the newest workflow of a request is, files aside; empty if Temporal knows of none. */
    public Optional<ExportStatus> find(ExportRequest request) {
        WorkflowStub export = temporal.newUntypedWorkflowStub(WorkflowIds.export(request));
        try {
            return Optional.of(calls.answer(() -> status(export)));
        } catch (WorkflowNotFoundException unknown) {
            return Optional.empty();
        } catch (WorkflowServiceException | StatusRuntimeException silent) {
            throw new TemporalUnavailableException(silent);
        }
    }

    private static ExportStatus status(WorkflowStub export) {
        WorkflowExecutionStatus status = export.describe().getStatus();
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING -> ExportStatus.running();
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> ended(export.getResult(String.class));
            default -> ExportStatus.failed("its workflow ended as " + status + "; ask for it again");
        };
    }

    private static ExportStatus ended(String problem) {
        return problem.isEmpty() ? ExportStatus.complete(List.of()) : ExportStatus.failed(problem);
    }
}
