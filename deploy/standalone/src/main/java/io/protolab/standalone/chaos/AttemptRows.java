package io.protolab.standalone.chaos;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as the registry holds it.
 *
 * @param worker host and process, as in {@code node-7/4711}; absent if none ever began
 * @param startedAt when a worker could do its first step; absent if none ever could
 * @param endedAt absent while it is open
 * @param outcome absent while it is open
 * @param lastSeenAt when a worker that fell silent was last heard of; absent otherwise
 * @param stepsRepeated steps that earlier attempts had done already
 */
record AttemptRows(
        String trial,
        int number,
        @Nullable String worker,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable AttemptOutcome outcome,
        @Nullable Instant lastSeenAt,
        long stepsRepeated) {
    /** From when on nobody worked any more, as far as the registry knows; absent while somebody does. */
    @Nullable
    Instant leftAt() {
        return outcome == AttemptOutcome.NODE_LOST && lastSeenAt != null ? lastSeenAt : endedAt;
    }

    /** Whether that process worked on it; all of them are on one machine. */
    boolean isOf(long process) {
        return worker != null && worker.endsWith("/" + process);
    }
}
