package io.protolab.gpu.activity;

import io.protolab.gpu.features.Progress;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats of one activity from a thread of its own, as long as the activity makes progress. The answer to a heartbeat, or a worker
 * that drains, becomes a request to stop, which the activity obeys at its next step.
 */
final class Pulse implements AutoCloseable {
    /** Cancellation is to be noticed within a second; the SDK sends fewer of these on. */
    private static final Duration INTERVAL = Duration.ofMillis(300);

    /** No single step of ours takes that long: hashing or verifying hundreds of gigabytes is the slowest. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(20);

    /** A call to a server that is away is given up after a minute. */
    private static final Duration LONGEST_BEAT = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    private final ActivityExecutionContext activity;
    private final Draining draining;
    private final Runnable alongside;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Heartbeat position;
    private volatile long reachedAt = System.nanoTime();
    private volatile @Nullable ActivityCompletionException ended;
    private volatile boolean silent;

    private Pulse(ActivityExecutionContext activity, Draining draining, Heartbeat start, Runnable alongside) {
        this.activity = activity;
        this.draining = draining;
        this.position = start;
        this.alongside = alongside;
        this.thread = new Thread(this::beatUntilClosed, "pulse of " + start.doing());
        thread.setDaemon(true);
    }

    /**
     * Starts beating.
     *
     * @param alongside runs after each beat on the same thread
     */
    static Pulse start(ActivityExecutionContext activity, Draining draining, String doing, Runnable alongside) {
        Pulse pulse = new Pulse(activity, draining, Heartbeat.starting(doing), alongside);
        pulse.thread.start();
        return pulse;
    }

    private void beatUntilClosed() {
        try {
            do {
                beat();
            } while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        if (System.nanoTime() - reachedAt > LONGEST_STEP.toNanos()) {
            if (!silent) {
                silent = true;
                log.error("no progress for {} at {}; heartbeats end", LONGEST_STEP, position);
            }
            return;
        }
        try {
            activity.heartbeat(position.now());
        } catch (ActivityCompletionException e) {
            ended = e;
        } catch (RuntimeException e) {
            log.warn("heartbeat failed: {}", e.toString());
        }
        try {
            alongside.run();
        } catch (RuntimeException e) {
            log.warn("report failed, it is tried again: {}", e.toString());
        }
    }

    /** The activity moved on. */
    void reached(Heartbeat now) {
        position = now;
        reachedAt = System.nanoTime();
    }

    /** Progress outside training, which also ends the activity if it is asked to. */
    Progress progress(String doing) {
        return (done, total) -> {
            reached(Heartbeat.at(doing, done, total));
            stopIfRequested();
        };
    }

    boolean stopRequested() {
        return ended != null || draining.hasBegun();
    }

    /** Ends the activity as asked; does nothing otherwise. */
    void stopIfRequested() {
        if (stopRequested()) {
            throw end();
        }
    }

    /** How a stopped activity ends: with its cancellation, or handing its work back. */
    RuntimeException end() {
        ActivityCompletionException end = ended;
        return end == null || end instanceof ActivityWorkerShutdownException
                ? AttemptFailure.of(AttemptOutcome.PREEMPTED, "the worker shut down", position.trainedSteps(), null)
                : end;
    }

    /** Stops beating and waits for the last beat. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_BEAT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
