package io.protolab.platform.doctor;

import io.protolab.platform.workflow.Executions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Temporal server that only remembers what runs. */
final class FakeExecutions implements Executions {
    private final Map<String, Execution> running = new LinkedHashMap<>();
    private final boolean lists;

    /** @param lists whether it can tell what runs without being asked for an id */
    FakeExecutions(boolean lists) {
        this.lists = lists;
    }

    void run(String workflowId, Instant startedAt) {
        running.put(workflowId, new Execution(workflowId, "run of " + workflowId, true, startedAt));
    }

    List<String> ids() {
        return List.copyOf(running.keySet());
    }

    @Override
    public Optional<Execution> find(String workflowId) {
        return Optional.ofNullable(running.get(workflowId));
    }

    @Override
    public Optional<List<Execution>> running() {
        return lists ? Optional.of(List.copyOf(running.values())) : Optional.empty();
    }

    @Override
    public void terminate(Execution execution, String reason) {
        running.remove(execution.workflowId());
    }
}
