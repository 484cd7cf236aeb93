package io.protolab.platform.workflow;

import io.grpc.StatusRuntimeException;
import io.protolab.platform.config.AwayException;
import io.protolab.platform.config.InvalidConfigException;
import io.protolab.platform.config.StartWait;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;

/** A client of one namespace that speaks the platform's {@link Payloads}, and the connection below it. Thread-safe. */
public final class TemporalConnection implements AutoCloseable {
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    private TemporalConnection(WorkflowServiceStubs stubs, WorkflowClient client) {
        this.stubs = stubs;
        this.client = client;
    }

    /**
     * Returns at once: the first call connects.
     *
     * @param frontend host and port of Temporal's frontend
     */
    public static TemporalConnection to(String frontend, String namespace) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(frontend).build());
        return new TemporalConnection(
                stubs,
                WorkflowClient.newInstance(
                        stubs,
                        WorkflowClientOptions.newBuilder()
                                .setNamespace(namespace)
                                .setDataConverter(Payloads.converter())
                                .build()));
    }

    /**
     * Connects, and waits for a server that is away.
     *
     * @throws InvalidConfigException if it does not know the namespace, or us
     */
    public void await() {
        String namespace = client.getOptions().getNamespace();
        String server = stubs.getOptions().getTarget();
        ShortCalls calls = new ShortCalls(ShortCalls.LONGEST_ANSWER);
        var unused = StartWait.until("Temporal at " + server, () -> {
            try {
                return calls.answer(() -> stubs.blockingStub()
                        .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                .setNamespace(namespace)
                                .build()));
            } catch (StatusRuntimeException e) {
                throw switch (e.getStatus().getCode()) {
                    case NOT_FOUND ->
                        new InvalidConfigException(
                                List.of("PROTOLAB_NAMESPACE is '" + namespace + "', which Temporal at " + server
                                        + " does not know; have its operator create it, or name another"));
                    case UNAUTHENTICATED, PERMISSION_DENIED ->
                        new InvalidConfigException(List.of("Temporal at " + server + " refuses us: " + e.getMessage()));
                    default -> new AwayException(String.valueOf(e.getMessage()), e);
                };
            }
        });
    }

    public WorkflowClient client() {
        return client;
    }

    /** Ends calls that are under way: close what uses the client first. */
    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
