package io.protolab.platform.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a trial's training.
 *
 * @param outcome {@code done}, or the cause of the end; absent while it runs
 */
public record AttemptRecord(
        String trialId,
        int number,
        String worker,
        String device,
        int firstEpoch,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String outcome) {}
