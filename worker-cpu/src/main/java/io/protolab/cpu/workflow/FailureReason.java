package io.protolab.cpu.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Locale;

/** Why something ended, in a sentence for the registry. */
final class FailureReason {
    private FailureReason() {}

    /** Names the activity, where one failed, and the innermost cause. */
    static String of(Throwable failure) {
        return failure instanceof ActivityFailure failed
                ? activity(failed) + ": " + evidence(failed)
                : evidence(failure);
    }

    static String activity(ActivityFailure failure) {
        return failure.getActivityType().toLowerCase(Locale.ROOT);
    }

    static boolean isCancellation(TemporalFailure failure) {
        return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
    }

    /** The innermost cause. */
    static String evidence(Throwable failure) {
        if (failure instanceof ApplicationFailure application) {
            return application.getOriginalMessage();
        }
        if (failure instanceof TimeoutFailure timeout) {
            return switch (timeout.getTimeoutType()) {
                case TIMEOUT_TYPE_HEARTBEAT -> "the worker fell silent; if it was not stopped, look into its log";
                default -> "out of time (" + timeout.getTimeoutType() + ")";
            };
        }
        if (failure instanceof TerminatedFailure) {
            return "its workflow was terminated by hand";
        }
        Throwable inner = failure.getCause();
        return inner == null ? String.valueOf(failure.getMessage()) : evidence(inner);
    }
}
