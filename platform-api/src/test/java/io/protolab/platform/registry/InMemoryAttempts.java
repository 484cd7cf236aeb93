package io.protolab.platform.registry;

import io.protolab.platform.workflow.AttemptEnd;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link InMemoryRegistry} keeps of the attempts of one trial; the one in place {@code i} has the number {@code i + 1}. */
final class InMemoryAttempts {
    private final List<String> openings = new ArrayList<>();
    private final List<AttemptRecord> records = new ArrayList<>();

    List<AttemptRecord> inOrder() {
        return List.copyOf(records);
    }

    Optional<AttemptRecord> newestFailure() {
        return records.stream()
                .filter(attempt -> Optional.ofNullable(attempt.outcome())
                        .filter(AttemptOutcome::isFailure)
                        .isPresent())
                .reduce((earlier, later) -> later);
    }

    boolean contains(String opening) {
        return openings.contains(opening);
    }

    int open(String trialId, String opening, @Nullable Integer microBatch, Instant now) {
        if (!contains(opening)) {
            openings.add(opening);
            records.add(new AttemptRecord(
                    trialId,
                    openings.size(),
                    microBatch,
                    now,
                    null,
                    null,
                    null,
                    0,
                    0,
                    0,
                    0,
                    0,
                    null,
                    null,
                    null,
                    "",
                    null));
        }
        return openings.indexOf(opening) + 1;
    }

    boolean start(AttemptStart start) {
        if (start.number() > records.size()) {
            return false;
        }
        AttemptRecord known = records.get(start.number() - 1);
        boolean waits = known.startedAt() == null && known.endedAt() == null;
        if (waits) {
            Attempts.understated(records, start)
                    .ifPresent(earlier -> put(with(
                            earlier,
                            start.furthestStep() - earlier.firstStep(),
                            earlier.endedAt(),
                            earlier.outcome(),
                            earlier.evidence(),
                            earlier.lastSeenAt())));
            put(new AttemptRecord(
                    known.trialId(),
                    known.number(),
                    known.microBatch(),
                    known.openedAt(),
                    start.worker(),
                    start.host(),
                    start.device(),
                    start.threads(),
                    start.firstEpoch(),
                    start.firstStep(),
                    0,
                    start.stepsRepeated(),
                    start.startedAt().truncatedTo(ChronoUnit.MICROS),
                    null,
                    null,
                    "",
                    null));
        }
        return waits;
    }

    void end(int number, AttemptEnd end, Instant now) {
        AttemptRecord known = records.get(number - 1);
        Instant lastSeenAt = end.lastSeenAt();
        if (known.endedAt() == null) {
            put(with(
                    known,
                    known.hasStarted() ? Math.max(known.stepsDone(), end.steps() - known.firstStep()) : 0,
                    now,
                    end.outcome(),
                    end.evidence(),
                    lastSeenAt == null ? null : lastSeenAt.truncatedTo(ChronoUnit.MICROS)));
        }
    }

    void endOpen(Function<AttemptRecord, AttemptEnd> how, Instant now) {
        inOrder().stream()
                .filter(attempt -> attempt.endedAt() == null)
                .forEach(open -> end(open.number(), how.apply(open), now));
    }

    private void put(AttemptRecord attempt) {
        records.set(attempt.number() - 1, attempt);
    }

    private static AttemptRecord with(
            AttemptRecord attempt,
            long stepsDone,
            @Nullable Instant endedAt,
            @Nullable AttemptOutcome outcome,
            String evidence,
            @Nullable Instant lastSeenAt) {
        return new AttemptRecord(
                attempt.trialId(),
                attempt.number(),
                attempt.microBatch(),
                attempt.openedAt(),
                attempt.worker(),
                attempt.host(),
                attempt.device(),
                attempt.threads(),
                attempt.firstEpoch(),
                attempt.firstStep(),
                stepsDone,
                attempt.stepsRepeated(),
                attempt.startedAt(),
                endedAt,
                outcome,
                evidence,
                lastSeenAt);
    }
}
