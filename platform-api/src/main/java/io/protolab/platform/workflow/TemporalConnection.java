package io.protolab.platform.workflow;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;

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

    public WorkflowClient client() {
        return client;
    }

    /** Ends calls that are under way: close what uses the client first. */
    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
