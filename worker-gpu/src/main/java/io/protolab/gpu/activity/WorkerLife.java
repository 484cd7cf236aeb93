package io.protolab.gpu.activity;

import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker as its activities see it: whether it leaves, in which case they save what they have and hand their work back; how long it waits
 * for a step; and whom they tell that it can do no more. Thread-safe.
 */
public final class WorkerLife {
    private static final Logger log = LoggerFactory.getLogger(WorkerLife.class);

    private final Duration longestStep;
    private final BiConsumer<byte[], Exception> completion;
    private final WorkerOwner owner;
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile boolean leaving;

    /**
     * A worker that stays.
     *
     * @param longestStep after that time without a step an activity counts as stalled
     * @param completion fails an activity by its task token from outside
     */
    public WorkerLife(Duration longestStep, BiConsumer<byte[], Exception> completion, WorkerOwner owner) {
        this.longestStep = longestStep;
        this.completion = completion;
        this.owner = owner;
    }

    /** From now on no activity goes on. */
    public void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    Duration longestStep() {
        return longestStep;
    }

    /** A thread hangs: its activity fails without it. */
    void stalled(byte[] taskToken, ApplicationFailure failure) {
        try {
            completion.accept(taskToken, failure);
        } catch (RuntimeException unreachable) {
            log.warn("the stalled activity is left to its heartbeat timeout: {}", unreachable.toString());
        }
        lose(AttemptOutcome.STALLED, failure.getOriginalMessage());
    }

    /** The device computes no more. */
    void deviceFailed(String evidence) {
        lose(AttemptOutcome.DEVICE_FAULT, evidence);
    }

    private void lose(AttemptOutcome cause, String evidence) {
        leave();
        if (lost.compareAndSet(false, true)) {
            log.error("this worker ends, {}: {}", cause, evidence);
            owner.lost(cause, evidence);
        }
    }
}
