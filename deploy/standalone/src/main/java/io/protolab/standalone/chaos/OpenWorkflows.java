package io.protolab.standalone.chaos;

import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.Executions.Execution;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.TemporalExecutions;
import java.util.List;
import java.util.Optional;

/** Workflows that Temporal still runs. After the last sweep there are none. */
final class OpenWorkflows implements AutoCloseable {
    private final TemporalConnection connection;
    private final Executions temporal;

    /** @param frontend host and port */
    OpenWorkflows(String frontend, String namespace) {
        connection = TemporalConnection.to(frontend, namespace);
        temporal = new TemporalExecutions(connection.client());
    }

    /**
     * Ids, in order.
     *
     * @param known those that the platform has had, to be looked up one by one where the server lists none
     */
    List<String> ids(List<String> known) {
        return temporal
                .running()
                .orElseGet(() -> known.stream()
                        .map(temporal::find)
                        .flatMap(Optional::stream)
                        .filter(Execution::running)
                        .toList())
                .stream()
                .map(Execution::workflowId)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        connection.close();
    }
}
