package io.protolab.cpu.workflow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the registry what signals report, one entry after the other, while the story goes on. To be opened and awaited in a scope
 * that is not cancelled: what was reported is kept.
 */
final class Journal {
    private final Queue<Functions.Proc> entries = new ArrayDeque<>();
    private boolean open;
    private @Nullable TemporalFailure failure;

    /** May be called before {@link #open}. */
    void write(Functions.Proc entry) {
        entries.add(entry);
    }

    /** Begins to write; to be called once. */
    void open() {
        open = true;
        Async.procedure(this::writeEntries);
    }

    boolean isWritten() {
        return !open || entries.isEmpty();
    }

    /** Waits until everything reported so far is written. */
    void awaitWritten() {
        Workflow.await(this::isWritten);
    }

    /** Fails if the registry refused an entry for good. */
    void verify() {
        if (failure != null) {
            throw failure;
        }
    }

    private void writeEntries() {
        while (true) {
            Workflow.await(() -> !entries.isEmpty());
            try {
                entries.element().apply();
            } catch (TemporalFailure refused) {
                failure = failure == null ? refused : failure;
            }
            entries.remove();
        }
    }
}
