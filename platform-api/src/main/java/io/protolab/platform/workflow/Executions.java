package io.protolab.platform.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workflows as Temporal knows them. All methods throw {@link TemporalUnavailableException} if it does not answer soon. Thread-safe. */
public interface Executions {
    /** The newest execution of a workflow id; empty if Temporal knows of none. */
    Optional<Execution> find(String workflowId);

    /** All that run; empty where the server lists nothing. */
    Optional<List<Execution>> running();

    /** Ends an execution at once, without its say; one that has ended is fine. */
    void terminate(Execution execution, String reason);

    /**
     * One run of a workflow.
     *
     * @param startedAt of this run, which may continue an earlier one
     */
    record Execution(String workflowId, String runId, boolean running, Instant startedAt) {}
}
