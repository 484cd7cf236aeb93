package io.protolab.cpu.registry;

import io.protolab.platform.registry.AttemptRecord;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.RegistryActivities.PastAttempt;
import java.util.ArrayList;
import java.util.List;

/** What a trial that is started again has to know of its earlier attempts: a few of them, however many there were. */
final class EarlierAttempts {
    private EarlierAttempts() {}

    /**
     * In order: the one that came furthest and what failed after it, because failures count from there; every fault of a device, because
     * of its host; the last one, because of its micro-batch.
     */
    static List<PastAttempt> thatMatter(List<AttemptRecord> attempts) {
        List<PastAttempt> matter = new ArrayList<>();
        int furthest = furthest(attempts);
        for (int i = 0; i < attempts.size(); i++) {
            AttemptRecord attempt = attempts.get(i);
            AttemptOutcome outcome = attempt.outcome();
            boolean known = i == furthest || i == attempts.size() - 1 || outcome == AttemptOutcome.DEVICE_FAULT;
            if (outcome != null && (known || (i > furthest && isCharged(outcome)))) {
                matter.add(new PastAttempt(outcome, attempt.reachedStep(), attempt.microBatch(), attempt.host()));
            }
        }
        return matter;
    }

    /** The first of those that reached the highest step. */
    private static int furthest(List<AttemptRecord> attempts) {
        int furthest = 0;
        for (int i = 1; i < attempts.size(); i++) {
            if (attempts.get(i).reachedStep() > attempts.get(furthest).reachedStep()) {
                furthest = i;
            }
        }
        return furthest;
    }

    private static boolean isCharged(AttemptOutcome outcome) {
        return outcome.isFailure() && outcome != AttemptOutcome.PREEMPTED && outcome != AttemptOutcome.PLATFORM;
    }
}
