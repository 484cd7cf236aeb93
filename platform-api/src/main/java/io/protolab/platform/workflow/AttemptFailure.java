package io.protolab.platform.workflow;

import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Failures of activities that say which {@link AttemptOutcome} they are: the type of the failure is its name. */
public final class AttemptFailure {
    private AttemptFailure() {}

    /**
     * To be thrown by an activity.
     *
     * @param evidence a sentence with the name, the value and, where there is one, the next step
     * @throws IllegalArgumentException if the outcome is no failure
     */
    public static ApplicationFailure of(AttemptOutcome outcome, String evidence, @Nullable Throwable cause) {
        return failure(outcome, evidence, cause);
    }

    /**
     * To be thrown by a training.
     *
     * @param steps optimiser steps done since its beginning, by all attempts
     */
    public static ApplicationFailure of(
            AttemptOutcome outcome, String evidence, long steps, @Nullable Throwable cause) {
        return failure(outcome, evidence, cause, steps);
    }

    private static ApplicationFailure failure(
            AttemptOutcome outcome, String evidence, @Nullable Throwable cause, Object... details) {
        if (!outcome.isFailure()) {
            throw new IllegalArgumentException(outcome + " is no failure");
        }
        return ApplicationFailure.newFailureWithCause(evidence, outcome.name(), cause, details);
    }

    /** What a failure says of itself; empty if it is not one of ours. */
    public static Optional<AttemptOutcome> outcome(ApplicationFailure failure) {
        for (AttemptOutcome outcome : AttemptOutcome.values()) {
            if (outcome.name().equals(failure.getType())) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }

    /** The step that a training had reached; empty if the failure does not tell. */
    public static OptionalLong steps(ApplicationFailure failure) {
        if (failure.getDetails().getSize() == 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(failure.getDetails().get(0, Long.class));
        } catch (DataConverterException other) {
            return OptionalLong.empty();
        }
    }
}
