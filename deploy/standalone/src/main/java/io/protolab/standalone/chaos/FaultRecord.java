package io.protolab.standalone.chaos;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it happened.
 *
 * @param at when it hit
 * @param process that was killed or asked to end; absent for other kinds
 * @param missed why it did not; absent if it did
 */
public record FaultRecord(
        Instant at,
        Fault fault,
        @Nullable Long process,
        @Nullable String missed) {
    /** Whether the target was there. */
    boolean hit() {
        return missed == null;
    }

    /** When it was over for its target, as far as the plan goes. */
    Instant end() {
        return at.plus(fault.length());
    }

    @Override
    public String toString() {
        String length = fault.length().isZero()
                ? ""
                : " for %.1f s".formatted(fault.length().toMillis() / 1e3);
        String result = missed == null ? "" : " (missed: " + missed + ")";
        return "fault %3d  %s: %s%s%s"
                .formatted(fault.number(), fault.target(), fault.kind().words(), length, result);
    }
}
