package io.protolab.platform.workflow;

import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** The one failure that is never retried: bad spec, bad data, a file that is not there. */
public final class FinalFailure {
    /** Type name as the retry policies know it. */
    public static final String TYPE = "FinalFailure";

    private FinalFailure() {}

    /** To be thrown by an activity; the message holds the name, the value and the next step. */
    public static ApplicationFailure of(String message, @Nullable Throwable cause) {
        return ApplicationFailure.newNonRetryableFailureWithCause(message, TYPE, cause);
    }
}
