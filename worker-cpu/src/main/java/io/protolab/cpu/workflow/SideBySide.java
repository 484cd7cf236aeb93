package io.protolab.cpu.workflow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import org.jspecify.annotations.Nullable;

/** Parts that go on at the same time. */
final class SideBySide {
    private int running;
    private @Nullable TemporalFailure failure;

    /** Starts a part; a part may start others. */
    void start(Functions.Proc part) {
        running++;
        Async.procedure(this::perform, part);
    }

    /** Whether all parts have ended, or one has failed. */
    boolean isOver() {
        return running == 0 || failure != null;
    }

    /** Throws the first failure of a part, if there is one. */
    void verify() {
        if (failure != null) {
            throw failure;
        }
    }

    private void perform(Functions.Proc part) {
        try {
            part.apply();
        } catch (TemporalFailure broken) {
            failure = failure == null ? broken : failure;
        } finally {
            running--;
        }
    }
}
