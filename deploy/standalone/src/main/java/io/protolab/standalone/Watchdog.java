package io.protolab.standalone;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts a server again, as it was, when it ends without having been asked to. */
final class Watchdog implements AutoCloseable {
    private final Supplier<ChildProcess> starter;
    private final RestartPause pause;
    private final Progress.Step progress;
    private final Thread thread;
    private ChildProcess child;
    private boolean closed;

    private Watchdog(ChildProcess child, Supplier<ChildProcess> starter, RestartPause pause, Progress.Step progress) {
        this.child = child;
        this.starter = starter;
        this.pause = pause;
        this.progress = progress;
        this.thread = new Thread(this::watch, "watchdog");
        thread.setDaemon(true);
    }

    /** Watches a child that runs; {@code starter} makes its successors. */
    static Watchdog over(
            ChildProcess child, Supplier<ChildProcess> starter, RestartPause pause, Progress.Step progress) {
        Watchdog watchdog = new Watchdog(child, starter, pause, progress);
        watchdog.thread.start();
        return watchdog;
    }

    /**
     * Starts a server and watches it from the moment it serves.
     *
     * @param awaitReady throws if it does not; the child is stopped then
     */
    static Watchdog start(
            ChildProcess.Command command,
            DataDirectory data,
            Consumer<ChildProcess> awaitReady,
            RestartPause pause,
            Progress.Step progress) {
        ChildProcess child = ChildProcess.start(command, data);
        try {
            awaitReady.accept(child);
            return over(child, () -> ChildProcess.start(command, data), pause, progress);
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** Stops watching, then the server. */
    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
        child.close();
    }

    private void watch() {
        try {
            while (true) {
                long start = System.nanoTime();
                int status = current().awaitExit();
                Thread.sleep(
                        pause.after(Duration.ofNanos(System.nanoTime() - start)).toMillis());
                tryRestart(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized ChildProcess current() {
        return child;
    }

    /** One that cannot be started now, on a full disk for example, is tried again after a longer pause. */
    private synchronized void tryRestart(int status) {
        if (closed) {
            return;
        }
        progress.say("ended by itself with status " + status + "; starting it again");
        try {
            child.close();
            child = starter.get();
        } catch (RuntimeException e) {
            progress.say("cannot be started now: " + e.getMessage());
        }
    }
}
