package io.protolab.cpu.workflow;

import io.protolab.platform.artifact.FullDiskException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Outlasts a full disk, until somebody has made room: it is no fault of the work that met it and costs none of its attempts. Nobody
 * holds a card meanwhile.
 */
final class FullDisk {
    private final BooleanSupplier pointless;
    private final Consumer<String> waiting;
    private final Consumer<String> trying;

    /**
     * For activities of one story.
     *
     * @param pointless ends the waiting, as a cancellation does
     * @param waiting hears, in a sentence, what is waited for
     * @param trying hears the sentence again when the wait is over and the activity tried once more
     */
    FullDisk(BooleanSupplier pointless, Consumer<String> waiting, Consumer<String> trying) {
        this.pointless = pointless;
        this.waiting = waiting;
        this.trying = trying;
    }

    <T> T outlast(Supplier<T> activity) {
        long end = Workflow.currentTimeMillis() + ActivityPolicies.DISK_OUTAGE.toMillis();
        Duration pause = ActivityPolicies.FIRST_PAUSE;
        while (true) {
            try {
                return activity.get();
            } catch (ActivityFailure failure) {
                if (!isFullDisk(failure) || Workflow.currentTimeMillis() >= end) {
                    throw failure;
                }
                await(pause, FailureReason.of(failure));
            }
            pause = longer(pause);
        }
    }

    private void await(Duration pause, String reason) {
        waiting.accept(reason);
        if (Workflow.await(pause, pointless::getAsBoolean)) {
            throw new CanceledFailure("ended while it waited for room on the disk");
        }
        trying.accept(reason);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(ActivityPolicies.LONGEST_PAUSE) > 0 ? ActivityPolicies.LONGEST_PAUSE : twice;
    }

    private static boolean isFullDisk(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(FullDiskException.class.getName());
    }
}
