package io.protolab.platform.workflow;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls to Temporal on behalf of a person who waits. Thread-safe. */
final class ShortCalls {
    /** Temporal and workers answer in milliseconds, and one that is away would be asked for a minute. */
    static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private final Duration longestAnswer;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    });

    ShortCalls(Duration longestAnswer) {
        this.longestAnswer = longestAnswer;
    }

    /** @throws TemporalUnavailableException if Temporal does not answer soon */
    void ask(Runnable request) {
        try {
            boolean unused = answer(() -> {
                request.run();
                return true;
            });
        } catch (WorkflowServiceException | StatusRuntimeException silent) {
            throw new TemporalUnavailableException(silent);
        }
    }

    /** Calls with a deadline, which also ends the SDK's own retries. */
    <T> T answer(Supplier<T> call) {
        try (Context.CancellableContext limited =
                Context.current().withDeadlineAfter(longestAnswer.toMillis(), TimeUnit.MILLISECONDS, deadlines)) {
            Context before = limited.attach();
            try {
                return call.get();
            } finally {
                limited.detach(before);
            }
        }
    }
}
