package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.FullDiskException;
import io.protolab.platform.artifact.VolumeAwayException;
import io.protolab.platform.registry.RegistryException;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.FinalFailure;
import io.protolab.platform.workflow.SignOfLife;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ServerFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failed try of an activity, told apart by what is to be done next.
 *
 * @param activity what was tried, in lower case
 * @param evidence a sentence
 * @param steps optimiser steps that a training is known to have reached; 0 where nothing is known
 * @param lastSeenAt when the worker was last heard of, where it fell silent; null otherwise
 */
record FailedTry(
        String activity,
        AttemptOutcome outcome,
        String evidence,
        long steps,
        @Nullable Instant lastSeenAt) {
    /** Of a failure that is no cancellation. */
    static FailedTry of(ActivityFailure failure) {
        String activity = FailureReason.activity(failure);
        String evidence = FailureReason.evidence(failure);
        Throwable cause = failure.getCause();
        if (cause instanceof TimeoutFailure timeout) {
            Optional<SignOfLife> last = lastSign(timeout);
            return new FailedTry(
                    activity,
                    outcome(timeout),
                    evidence,
                    last.map(SignOfLife::trainedSteps).orElse(0L),
                    last.map(SignOfLife::at).orElse(null));
        }
        long steps = cause instanceof ApplicationFailure told
                ? AttemptFailure.steps(told).orElse(0)
                : 0;
        return new FailedTry(activity, outcome(cause), evidence, steps, null);
    }

    /** Names the activity and the innermost cause. */
    String reason() {
        return activity + ": " + evidence;
    }

    private static AttemptOutcome outcome(TimeoutFailure timeout) {
        return switch (timeout.getTimeoutType()) {
            case TIMEOUT_TYPE_HEARTBEAT -> AttemptOutcome.NODE_LOST;
            case TIMEOUT_TYPE_START_TO_CLOSE -> AttemptOutcome.STALLED;
            default -> AttemptOutcome.PLATFORM;
        };
    }

    /** The outermost cause that says what it is decides. */
    private static AttemptOutcome outcome(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<AttemptOutcome> named = cause instanceof ApplicationFailure told ? named(told) : Optional.empty();
            if (named.isPresent()) {
                return named.get();
            }
            if (cause instanceof ServerFailure) {
                return AttemptOutcome.PLATFORM;
            }
        }
        return AttemptOutcome.UNEXPECTED;
    }

    private static Optional<AttemptOutcome> named(ApplicationFailure failure) {
        String type = failure.getType();
        if (type.equals(FinalFailure.TYPE) || type.equals(RegistryException.class.getName())) {
            return Optional.of(AttemptOutcome.BAD_INPUT);
        }
        if (type.equals(FullDiskException.class.getName()) || type.equals(VolumeAwayException.class.getName())) {
            return Optional.of(AttemptOutcome.PLATFORM);
        }
        if (type.equals(OutOfMemoryError.class.getName())) {
            return Optional.of(AttemptOutcome.HOST_MEMORY);
        }
        return AttemptFailure.outcome(failure);
    }

    /** Empty if the worker never beat, or beats with something else. */
    private static Optional<SignOfLife> lastSign(TimeoutFailure timeout) {
        if (timeout.getLastHeartbeatDetails().getSize() == 0) {
            return Optional.empty();
        }
        try {
            SignOfLife last = timeout.getLastHeartbeatDetails().get(0, SignOfLife.class);
            return Optional.ofNullable(last).filter(sign -> sign.at() != null);
        } catch (DataConverterException other) {
            return Optional.empty();
        }
    }
}
