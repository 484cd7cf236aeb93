package io.protolab.platform.registry;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptStart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;

/** Numbers the attempts of a trial over restarts of its workflow, after each of which Temporal counts from 1 again. */
final class Attempts {
    /** Outcome of the attempt that finished the training. */
    static final String DONE = "done";

    private Attempts() {}

    /** The number of a new attempt; empty if it is recorded already, which worker and start time tell. */
    static OptionalInt number(List<AttemptRecord> recorded, AttemptStart attempt) {
        Instant startedAt = attempt.startedAt().truncatedTo(ChronoUnit.MICROS);
        int last = 0;
        boolean taken = false;
        for (AttemptRecord known : recorded) {
            if (known.worker().equals(attempt.worker()) && known.startedAt().equals(startedAt)) {
                return OptionalInt.empty();
            }
            last = Math.max(last, known.number());
            taken |= known.number() == attempt.number();
        }
        return OptionalInt.of(taken ? last + 1 : attempt.number());
    }

    /** Outcome of an attempt that was still open when the next one began. */
    static String replacedBy(int number) {
        return "replaced by attempt " + number;
    }

    /** Outcome of an attempt that was open when its trial ended or paused. */
    static String endedWith(TrialState state, String reason) {
        return reason.isBlank() ? "trial became " + state : reason;
    }
}
