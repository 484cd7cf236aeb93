package io.protolab.cpu.workflow;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often a piece of work may fail, by cause and since it last moved on; and how long it rests before the next try. A node that dies is
 * no fault of the work, but work that kills five nodes without moving on is.
 */
final class RetryBudgets {
    /** Machines die, and one that comes back dies again; a trial that kills a worker in its first step does so every time. */
    static final int NODE_LOST = 5;

    /** A hang costs the whole time that is waited for a step. */
    static final int STALLED = 2;

    /** Another process on the host may have gone by then. */
    static final int HOST_MEMORY = 2;

    /** Each fault takes a host out of the choice. */
    static final int DEVICE_FAULT = 3;

    /** What nobody foresaw may be a passing fault of the network or the disk. */
    static final int UNEXPECTED = 3;

    /** Where nothing can be made smaller, another card may be larger. */
    static final int DEVICE_MEMORY = 2;

    /** A disk that fills up in the evening finds somebody who makes room in the morning. */
    static final Duration OUTAGE = Duration.ofHours(12);

    /** Longer than most hiccups of a network. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /** The first try goes to another worker at once; from the second on it may be that there is none. */
    private static final Duration SECOND_PAUSE_ELSEWHERE = Duration.ofSeconds(1);

    /** Long enough for a machine to restart, short beside an hour of training. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Map<AttemptOutcome, Integer> failures = new EnumMap<>(AttemptOutcome.class);
    private final boolean retriedBelow;
    private @Nullable Instant outageSince;

    private RetryBudgets(boolean retriedBelow) {
        this.retriedBelow = retriedBelow;
    }

    /** For work that Temporal does not try again by itself. */
    static RetryBudgets full() {
        return new RetryBudgets(false);
    }

    /** For work that Temporal has tried several times: an outage of the platform is all that is outlasted. */
    static RetryBudgets outageOnly() {
        return new RetryBudgets(true);
    }

    /** The work moved on: what happened before no longer counts. */
    void movedOn() {
        failures.clear();
        outageSince = null;
    }

    /** The time until now is no outage, whatever failed. */
    void startOutagesAfresh() {
        outageSince = null;
    }

    /** Charges a failure, and says what follows. */
    Decision after(AttemptOutcome outcome, Instant now) {
        int count = failures.merge(outcome, 1, Integer::sum);
        if (outcome == AttemptOutcome.PLATFORM) {
            return outlast(count, now);
        }
        outageSince = null;
        if (outcome == AttemptOutcome.PREEMPTED) {
            return Decision.again(elsewhere(count), "another worker goes on, and it costs nothing");
        }
        int budget = budget(outcome);
        if (count > budget) {
            return Decision.end(
                    budget == 0 ? "" : count + " times without a step forward, " + budget + " are tolerated");
        }
        return Decision.again(pause(outcome, count), "failure " + count + " of " + budget + " that are tolerated");
    }

    private Decision outlast(int count, Instant now) {
        if (outageSince == null) {
            outageSince = now;
        }
        Duration so = Duration.between(outageSince, now);
        return so.compareTo(OUTAGE) >= 0
                ? Decision.end("waited for " + so.toHours() + " hours")
                : Decision.outlast(growing(FIRST_PAUSE, count), "waited for, up to " + OUTAGE.toHours() + " hours");
    }

    private int budget(AttemptOutcome outcome) {
        if (retriedBelow) {
            return 0;
        }
        return switch (outcome) {
            case NODE_LOST -> NODE_LOST;
            case STALLED -> STALLED;
            case HOST_MEMORY -> HOST_MEMORY;
            case DEVICE_MEMORY -> DEVICE_MEMORY;
            case DEVICE_FAULT -> DEVICE_FAULT;
            case UNEXPECTED -> UNEXPECTED;
            default -> 0;
        };
    }

    /** What another worker can do as well is done at once; what may have to pass is given time. */
    private static Duration pause(AttemptOutcome outcome, int count) {
        return switch (outcome) {
            case NODE_LOST, STALLED, DEVICE_FAULT -> elsewhere(count);
            default -> growing(FIRST_PAUSE, count);
        };
    }

    private static Duration elsewhere(int count) {
        return count == 1 ? Duration.ZERO : growing(SECOND_PAUSE_ELSEWHERE, count - 1);
    }

    private static Duration growing(Duration first, int count) {
        Duration pause = first.multipliedBy(1L << Math.min(count - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
