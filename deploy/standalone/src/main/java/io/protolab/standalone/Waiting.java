package io.protolab.standalone;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again until something outside this process has happened. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * Returns whether the condition came true in time.
     *
     * @throws StartupException if the thread is interrupted, because then the program is being ended
     */
    static boolean until(Duration time, BooleanSupplier condition) {
        return until(time, PAUSE, condition);
    }

    /** As the other one, with a pause of that length between two looks. */
    static boolean until(Duration time, Duration pause, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartupException("The start was interrupted.", "Start again.", e);
            }
        }
        return true;
    }
}
