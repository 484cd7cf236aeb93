package io.protolab.gpu.activity;

import io.protolab.gpu.features.Progress;
import io.protolab.platform.workflow.AttemptFailure;
import io.protolab.platform.workflow.AttemptOutcome;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats of one activity from a thread of its own, as long as the activity makes progress. The answer to a heartbeat, or a worker
 * that leaves, becomes a request to stop, which the activity obeys at its next step. An activity without a step for too long is failed
 * from here, because its own thread hangs.
 */
final class Pulse implements AutoCloseable {
    /** Cancellation is to be noticed within a second; the SDK sends fewer of these on. */
    private static final Duration INTERVAL = Duration.ofMillis(300);

    /** A call to a server that is away is given up after a minute. */
    private static final Duration LONGEST_BEAT = Duration.ofMinutes(1);

    /** A call to a server that is silent may hold up a beat; more than this only a stopped process does. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(90);

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    private final ActivityExecutionContext activity;
    private final WorkerLife worker;
    private final List<Thread> threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Heartbeat position;
    private volatile long reachedAt = System.nanoTime();
    private long beatAt = System.nanoTime();
    private volatile @Nullable ActivityCompletionException ended;
    private volatile boolean stalled;

    private Pulse(ActivityExecutionContext activity, WorkerLife worker, Heartbeat start, Runnable alongside) {
        this.activity = activity;
        this.worker = worker;
        this.position = start;
        this.threads = List.of(
                repeating("pulse of " + start.doing(), this::beat),
                repeating("reports of " + start.doing(), alongside));
    }

    /** Starts beating. */
    static Pulse start(ActivityExecutionContext activity, WorkerLife worker, String doing) {
        return start(activity, worker, doing, () -> {});
    }

    /**
     * Starts beating.
     *
     * @param alongside runs as often as the pulse beats, on a thread of its own: a report that waits for the server must not hold up
     *     heartbeats
     */
    static Pulse start(ActivityExecutionContext activity, WorkerLife worker, String doing, Runnable alongside) {
        Pulse pulse = new Pulse(activity, worker, Heartbeat.starting(doing), alongside);
        pulse.threads.forEach(Thread::start);
        return pulse;
    }

    private Thread repeating(String name, Runnable work) {
        Thread thread = new Thread(() -> repeatUntilClosed(name, work), name);
        thread.setDaemon(true);
        return thread;
    }

    private void repeatUntilClosed(String name, Runnable work) {
        try {
            do {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    log.warn("{}: {}; it is tried again", name, e.toString());
                }
            } while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        if (stalled) {
            return;
        }
        long now = System.nanoTime();
        if (now - beatAt > LONGEST_PAUSE.toNanos()) {
            reachedAt = now; // the whole process was stopped, not the training
        }
        beatAt = now;
        if (now - reachedAt > worker.longestStep().toNanos()) {
            stalled = true;
            worker.stalled(activity.getTaskToken(), stall());
            return;
        }
        try {
            activity.heartbeat(position.now());
        } catch (ActivityCompletionException e) {
            ended = e;
        }
    }

    private ApplicationFailure stall() {
        return AttemptFailure.of(
                AttemptOutcome.STALLED,
                "no step in " + worker.longestStep().toSeconds() + " s at " + position.words()
                        + "; PROTOLAB_STALL_SECONDS of the worker says how long a step may take",
                position.trainedSteps(),
                null);
    }

    /** The activity moved on. */
    void reached(Heartbeat now) {
        position = now;
        reachedAt = System.nanoTime();
    }

    /** Progress outside training, which also ends the activity if it is asked to. */
    Progress progress(String doing) {
        return (done, total) -> {
            reached(position.then(doing, done, total));
            stopIfRequested();
        };
    }

    boolean stopRequested() {
        return ended != null || worker.isLeaving();
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
                ? AttemptFailure.of(
                        AttemptOutcome.PREEMPTED,
                        "the worker leaves at " + position.words(),
                        position.trainedSteps(),
                        null)
                : end;
    }

    /** Optimiser steps that the training is known to have done; 0 outside training. */
    long trainedSteps() {
        return position.trainedSteps();
    }

    WorkerLife worker() {
        return worker;
    }

    /** Stops beating and waits for the last beat and report. */
    @Override
    public void close() {
        closing.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(LONGEST_BEAT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
