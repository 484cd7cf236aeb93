package io.protolab.standalone.chaos;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** An end of patience with something outside this process. */
final class Deadline {
    private static final long PAUSE_MILLIS = 200;

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean hasPassed() {
        return System.nanoTime() - nanos > 0;
    }

    /** Returns whether the condition came true in time; one that throws because a server is away is not true yet. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        while (!holds(condition)) {
            if (hasPassed()) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    @SuppressWarnings("CatchingUnchecked") // clients of four kinds, each with failures of its own
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
