package io.protolab.cpu.workflow;

import io.protolab.platform.experiment.TrainingSpec;
import io.protolab.platform.workflow.AttemptOutcome;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.RegistryActivities.PastAttempt;
import io.protolab.platform.workflow.TrainingOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of one training so far mean for the next one: its micro-batch, the hosts it avoids, or that there is none. Depends on
 * nothing but the ledger and what it is told, so that a trial whose workflow was lost goes on with the same budgets.
 */
final class TrainingCourse {
    /** Then no other host takes it, and the fault may have been a passing one. */
    private static final int MOST_REFUSALS = 3;

    private final RetryBudgets budgets = RetryBudgets.full();
    private final TrainingSpec training;
    private final Set<String> avoidedHosts = new LinkedHashSet<>();
    private @Nullable Integer microBatch;
    private @Nullable String host;
    private long furthest;
    private long position;
    private int refusals;

    TrainingCourse(TrainingSpec training, List<PastAttempt> earlier, Instant now) {
        this.training = training;
        for (PastAttempt attempt : earlier) {
            opened(attempt.microBatch());
            host = attempt.host();
            reached(attempt.steps());
            if (attempt.outcome().isFailure()) {
                var unused = after(new FailedTry("train", attempt.outcome(), "", attempt.steps(), null), now);
            }
        }
        budgets.startOutagesAfresh();
    }

    /** Images to be computed at once; null: as the spec says. */
    @Nullable
    Integer microBatch() {
        return microBatch;
    }

    /** The next attempt begins. */
    TrainingOrder begin(int attempt) {
        opened(microBatch);
        return new TrainingOrder(attempt, microBatch, List.copyOf(avoidedHosts));
    }

    private void opened(@Nullable Integer ordered) {
        microBatch = ordered;
        host = null;
        position = 0;
    }

    void started(AttemptStart attempt) {
        host = attempt.host();
        reached(attempt.furthestStep());
        position = attempt.firstStep();
    }

    /** The current attempt is at this step; beyond all earlier ones it is progress. */
    void reached(long step) {
        position = Math.max(position, step);
        if (step > furthest) {
            furthest = step;
            refusals = 0;
            budgets.movedOn();
        }
    }

    /** The step that the current attempt is known to have reached. */
    long position() {
        return position;
    }

    Decision after(FailedTry failed, Instant now) {
        reached(failed.steps());
        return switch (failed.outcome()) {
            case DEVICE_MEMORY -> smaller("the device ran out of memory");
            case HOST_MEMORY -> afterHostMemory(now);
            case DEVICE_FAULT -> avoiding(now);
            case PREEMPTED -> afterPreemption(now);
            default -> budgets.after(failed.outcome(), now);
        };
    }

    private Decision smaller(String why) {
        int before = imagesAtOnce();
        if (before == 1) {
            return Decision.end("even one image at a time is too much");
        }
        microBatch = before / 2;
        return Decision.again(
                Duration.ZERO,
                why + ": micro-batch " + before + " -> " + microBatch + ", the batch stays " + training.batchSize());
    }

    private Decision afterHostMemory(Instant now) {
        Decision next = budgets.after(AttemptOutcome.HOST_MEMORY, now);
        if (next.action() == Decision.Action.END || imagesAtOnce() == 1) {
            return next;
        }
        return Decision.again(
                next.pause(), smaller("the host ran out of memory").why() + "; " + next.why());
    }

    private Decision avoiding(Instant now) {
        if (host != null) {
            avoidedHosts.add(host);
        }
        return budgets.after(AttemptOutcome.DEVICE_FAULT, now);
    }

    /** Workers on avoided hosts hand an order back as well. */
    private Decision afterPreemption(Instant now) {
        refusals++;
        if (refusals >= MOST_REFUSALS) {
            avoidedHosts.clear();
        }
        return budgets.after(AttemptOutcome.PREEMPTED, now);
    }

    private int imagesAtOnce() {
        if (microBatch != null) {
            return microBatch;
        }
        return training.microBatch() == 0
                ? training.batchSize()
                : Math.min(training.microBatch(), training.batchSize());
    }
}
