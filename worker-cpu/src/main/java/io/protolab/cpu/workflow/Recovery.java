package io.protolab.cpu.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Tries again what failed, as long as a {@link Decision} says so. Nobody holds a card between two tries. */
final class Recovery {
    private final BooleanSupplier pointless;
    private final Audience audience;

    /** Hears what is done about failures. */
    interface Audience {
        /** What failed, why, and what is done next; of work that keeps no ledger of its own. */
        void failed(String story);

        /** From now on it is waited for what the sentence names. */
        void waits(String reason);

        /** The wait of that reason is over. */
        void goesOn(String reason);
    }

    /** Work that can be tried again. */
    interface Work<T> {
        T attempt();

        Decision after(FailedTry failed);
    }

    /** @param pointless ends the waiting, as a cancellation does */
    Recovery(BooleanSupplier pointless, Audience audience) {
        this.pointless = pointless;
        this.audience = audience;
    }

    /**
     * Performs work that keeps its own ledger.
     *
     * @throws ApplicationFailure of the last try's outcome by name, when there is to be no other
     */
    <T> T perform(Work<T> work) {
        while (true) {
            try {
                return work.attempt();
            } catch (ActivityFailure failure) {
                if (FailureReason.isCancellation(failure)) {
                    throw failure;
                }
                FailedTry failed = FailedTry.of(failure);
                Decision next = work.after(failed);
                if (next.action() == Decision.Action.END) {
                    throw ApplicationFailure.newNonRetryableFailureWithCause(
                            next.reason(failed), failed.outcome().name(), failure);
                }
                rest(next, failed.reason());
            }
        }
    }

    /** Performs an activity that simply starts again. */
    <T> T perform(RetryBudgets budgets, Supplier<T> activity) {
        return perform(new Work<>() {
            private int tries;

            @Override
            public T attempt() {
                tries++;
                return activity.get();
            }

            @Override
            public Decision after(FailedTry failed) {
                Decision next = budgets.after(failed.outcome(), now());
                audience.failed("try " + tries + " failed, " + failed.outcome() + ", " + next.reason(failed));
                return next;
            }
        });
    }

    private void rest(Decision next, String reason) {
        if (next.action() == Decision.Action.OUTLAST) {
            audience.waits(reason);
            pause(next.pause());
            audience.goesOn(reason);
        } else {
            pause(next.pause());
        }
    }

    private void pause(Duration pause) {
        if (pointless.getAsBoolean() || (!pause.isZero() && Workflow.await(pause, pointless::getAsBoolean))) {
            throw new CanceledFailure("ended between two tries");
        }
    }

    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
