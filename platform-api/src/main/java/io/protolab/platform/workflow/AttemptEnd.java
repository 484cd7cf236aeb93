package io.protolab.platform.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt of a training ended.
 *
 * @param evidence a sentence; empty where there is nothing to explain
 * @param steps optimiser steps done since the beginning of the training, by all attempts, as far as this one is known to have come
 * @param lastSeenAt when its worker was last heard of; null where the end itself was
 */
public record AttemptEnd(
        AttemptOutcome outcome,
        String evidence,
        long steps,
        @Nullable Instant lastSeenAt) {
    /** An end that its worker told of. */
    public static AttemptEnd of(AttemptOutcome outcome, String evidence, long steps) {
        return new AttemptEnd(outcome, evidence, steps, null);
    }
}
