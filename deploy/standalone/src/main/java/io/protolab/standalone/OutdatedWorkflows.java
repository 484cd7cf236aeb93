package io.protolab.standalone;

import io.protolab.platform.workflow.Executions;
import io.protolab.platform.workflow.Executions.Execution;
import io.protolab.platform.workflow.TemporalConnection;
import io.protolab.platform.workflow.TemporalExecutions;
import io.protolab.platform.workflow.WorkflowIds;
import io.protolab.platform.workflow.WorkflowIds.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a Temporal server still runs from before another one took its place. The registry has gone on without it: a sweep that was paused,
 * resumed or ended meanwhile would go on as if nothing had been. Open sweeps are started again from the registry; a schedule's firing follows
 * its sweep there, and stays.
 */
final class OutdatedWorkflows {
    /** Lists are a moment behind, and a server answers few questions about them in a second. */
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private OutdatedWorkflows() {}

    /**
     * Ends them, while no worker runs that could start others.
     *
     * @param temporal a server that lists workflows
     * @return how many there were
     */
    static int end(String temporal) {
        Set<String> ended = new HashSet<>();
        try (TemporalConnection connection = TemporalConnection.to(temporal, Standalone.NAMESPACE)) {
            Executions executions = new TemporalExecutions(connection.client());
            boolean none = Waiting.until(LONGEST, LOOK_PAUSE, () -> {
                List<Execution> running = running(executions);
                running.forEach(execution -> {
                    executions.terminate(execution, "another Temporal server went on with the registry");
                    ended.add(execution.runId());
                });
                return running.isEmpty();
            });
            if (!none) {
                throw new StartupException(
                        "Temporal still runs workflows from before another one took its place.", "Start again.");
            }
        }
        return ended.size();
    }

    private static List<Execution> running(Executions executions) {
        return executions.running().orElse(List.of()).stream()
                .filter(execution -> WorkflowIds.purpose(execution.workflowId()).kind() != Kind.OTHER)
                .toList();
    }
}
