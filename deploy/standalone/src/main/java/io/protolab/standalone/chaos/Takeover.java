package io.protolab.standalone.chaos;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from one attempt of a trial to the next.
 *
 * @param cause why the earlier one ended
 * @param from when its worker was killed or asked to end, where that is what ended it; else the last sign of life of a lost one, the end
 *     of any other
 * @param to when the next worker could do its first step
 * @param alone whether nothing was wrong meanwhile but with a node: only such a takeover can be held to a promise
 */
record Takeover(String trial, AttemptOutcome cause, Instant from, Instant to, boolean alone) {
    /** A process that is started again needs a few seconds after its fault is over. */
    private static final Duration RECOVERY = Duration.ofSeconds(8);

    Duration time() {
        return Duration.between(from, to);
    }

    /**
     * All takeovers of some attempts, but those during which a clock was wrong: starts are told by the workers' clocks.
     *
     * @param attempts of any trials, those of one trial in order
     * @param faults that hit meanwhile
     */
    static List<Takeover> of(List<AttemptRows> attempts, List<FaultRecord> faults) {
        List<Takeover> takeovers = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            AttemptRows before = attempts.get(i - 1);
            AttemptRows next = attempts.get(i);
            Instant from = leftAt(before, faults);
            Instant to = next.startedAt();
            AttemptOutcome cause = before.outcome();
            boolean sameTrial = before.trial().equals(next.trial());
            if (sameTrial
                    && cause != null
                    && from != null
                    && to != null
                    && before.startedAt() != null
                    && !isAnyClockWrong(from, next.endedAt(), faults)) {
                takeovers.add(new Takeover(next.trial(), cause, from, to, isAlone(from, to, faults)));
            }
        }
        return List.copyOf(takeovers);
    }

    /** The fault that ended an attempt is known to the instant; of others the registry knows when its worker was heard of last. */
    private static @Nullable Instant leftAt(AttemptRows attempt, List<FaultRecord> faults) {
        AttemptOutcome outcome = attempt.outcome();
        Instant end = attempt.endedAt();
        if (outcome == null || end == null) {
            return null;
        }
        FaultKind kind = switch (outcome) {
            case NODE_LOST -> FaultKind.NODE_KILL;
            case PREEMPTED -> FaultKind.NODE_PREEMPTION;
            default -> null;
        };
        return faults.stream()
                .filter(fault -> fault.hit() && fault.fault().kind() == kind)
                .filter(fault -> fault.process() != null && attempt.isOf(fault.process()))
                .map(FaultRecord::at)
                .filter(end::isAfter)
                .max(Comparator.naturalOrder())
                .orElseGet(attempt::leftAt);
    }

    private static boolean isAnyClockWrong(Instant from, @Nullable Instant end, List<FaultRecord> faults) {
        return faults.stream()
                .filter(fault -> fault.hit() && fault.fault().kind() == FaultKind.CLOCK_STEP)
                .anyMatch(fault ->
                        (end == null || fault.at().isBefore(end)) && fault.end().isAfter(from));
    }

    /** Whether one fault was at work at some time between, and that of a node: it is what the takeover came of. */
    private static boolean isAlone(Instant from, Instant to, List<FaultRecord> faults) {
        List<FaultRecord> around = faults.stream()
                .filter(FaultRecord::hit)
                .filter(fault ->
                        fault.at().isBefore(to) && fault.end().plus(RECOVERY).isAfter(from))
                .toList();
        return around.size() <= 1
                && around.stream().allMatch(fault -> fault.fault().kind().hitsANode());
    }
}
