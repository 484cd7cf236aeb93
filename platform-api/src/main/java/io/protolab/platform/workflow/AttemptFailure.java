package io.protolab.platform.workflow;

import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
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
        if (!outcome.isFailure()) {
            throw new IllegalArgumentException(outcome + " is no failure");
        }
        return ApplicationFailure.newFailureWithCause(evidence, outcome.name(), cause);
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
}
