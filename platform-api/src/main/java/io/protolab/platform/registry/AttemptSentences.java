package io.protolab.platform.registry;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attempt in words. */
public final class AttemptSentences {
    private AttemptSentences() {}

    /** From its opening to its end; the time that a takeover took is told of the successor. */
    static String of(AttemptRecord attempt, Optional<AttemptRecord> before) {
        StringBuilder text = new StringBuilder("Attempt ").append(attempt.number());
        Instant startedAt = attempt.startedAt();
        if (startedAt == null) {
            text.append(" asked for a worker").append(microBatch(attempt)).append('.');
        } else {
            text.append(" began on ")
                    .append(attempt.worker())
                    .append(" (")
                    .append(attempt.device())
                    .append(threads(attempt))
                    .append(')')
                    .append(microBatch(attempt))
                    .append(position(attempt))
                    .append(takeover(before, startedAt))
                    .append('.');
        }
        AttemptOutcome outcome = attempt.outcome();
        Instant endedAt = attempt.endedAt();
        if (outcome != null && endedAt != null) {
            text.append(' ').append(end(attempt, outcome, endedAt));
        }
        return text.toString();
    }

    /** How an attempt ended, in a line; empty while it has not. */
    public static Optional<String> ended(AttemptRecord attempt) {
        return Optional.ofNullable(attempt.outcome())
                .map(outcome -> "attempt " + attempt.number() + " ended as " + outcome + " at step "
                        + attempt.reachedStep() + evidence(attempt));
    }

    private static String threads(AttemptRecord attempt) {
        return attempt.threads() == 0
                ? ""
                : ", " + attempt.threads() + (attempt.threads() == 1 ? " thread" : " threads");
    }

    private static String microBatch(AttemptRecord attempt) {
        return attempt.microBatch() == null ? "" : " with micro-batch " + attempt.microBatch();
    }

    private static String position(AttemptRecord attempt) {
        String from = attempt.firstStep() == 0
                ? " from the start"
                : " from step " + attempt.firstStep() + " (epoch " + attempt.firstEpoch() + ")";
        return attempt.stepsRepeated() == 0 ? from : from + ", " + attempt.stepsRepeated() + " steps to be done again";
    }

    private static String takeover(Optional<AttemptRecord> before, Instant startedAt) {
        return before.map(AttemptRecord::endedAt)
                .map(end -> ", " + seconds(end, startedAt) + " after the end of the one before")
                .orElse("");
    }

    private static String end(AttemptRecord attempt, AttemptOutcome outcome, Instant endedAt) {
        boolean untold =
                outcome == AttemptOutcome.NODE_LOST && attempt.stepsDone() == 0; // until its successor finds out
        String steps = attempt.hasStarted() && !untold ? ", " + attempt.stepsDone() + " steps further" : "";
        Instant lastSeenAt = attempt.lastSeenAt();
        String silence = lastSeenAt == null ? "" : " (last heard of " + seconds(lastSeenAt, endedAt) + " before)";
        return "It ended at " + TrialStory.time(endedAt) + steps + ", " + outcome + evidence(attempt) + silence + '.';
    }

    private static String evidence(AttemptRecord attempt) {
        return attempt.evidence().isEmpty() ? "" : ": " + attempt.evidence();
    }

    private static String seconds(@Nullable Instant from, Instant to) {
        double seconds = from == null ? 0 : Duration.between(from, to).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
