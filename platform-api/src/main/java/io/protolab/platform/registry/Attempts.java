package io.protolab.platform.registry;

import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What follows for attempts from what happens to their trial. */
final class Attempts {
    private Attempts() {}

    /** The end of an attempt that is still open when another is opened: nobody told how it ended. */
    static AttemptEnd lost(AttemptRecord open) {
        return open.hasStarted()
                ? AttemptEnd.of(
                        AttemptOutcome.NODE_LOST,
                        "nothing more was heard of it; the trial was started again",
                        open.reachedStep())
                : AttemptEnd.of(
                        AttemptOutcome.PLATFORM,
                        "no worker had begun it when Temporal lost the trial; the trial was started again",
                        0);
    }

    /** The end of an attempt that is still open when its trial ends or pauses. */
    static AttemptEnd endedWith(TrialState state, String reason, long steps) {
        AttemptOutcome outcome = switch (state) {
            case COMPLETE -> AttemptOutcome.DONE;
            case WAITING, RUNNING -> AttemptOutcome.HANDED_BACK;
            case CANCELLED -> AttemptOutcome.CANCELLED;
            case STOPPED_EARLY -> AttemptOutcome.DIVERGED;
            case FAILED -> AttemptOutcome.UNEXPECTED;
        };
        return AttemptEnd.of(outcome, outcome.isFailure() ? reason : "", steps);
    }

    /**
     * The attempt that had done more steps than it could tell of before it ended, as its successor found: the newest earlier one that
     * began. Empty if all is known.
     */
    static Optional<AttemptRecord> understated(List<AttemptRecord> recorded, AttemptStart successor) {
        List<AttemptRecord> earlier = recorded.stream()
                .filter(attempt -> attempt.hasStarted() && attempt.number() < successor.number())
                .toList();
        boolean known = earlier.stream().anyMatch(attempt -> attempt.reachedStep() >= successor.furthestStep());
        return known ? Optional.empty() : earlier.stream().max(Comparator.comparingInt(AttemptRecord::number));
    }
}
