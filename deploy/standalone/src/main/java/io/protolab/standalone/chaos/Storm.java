package io.protolab.standalone.chaos;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Faults one after the other, on a thread of its own, until a time has passed and a number of them has hit. A fault that lasts goes on
 * while the next ones come. Closing ends the storm and undoes what still lasts.
 */
final class Storm implements AutoCloseable {
    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    private final FaultPlan plan;
    private final Arsenal arsenal;
    private final Clock clock;
    private final Consumer<FaultRecord> listener;
    private final List<FaultRecord> records = new CopyOnWriteArrayList<>();
    private final List<Injection.Undo> lasting = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor undoing = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "calm");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread thread;

    private Storm(
            FaultPlan plan, Arsenal arsenal, Clock clock, Duration least, int hits, Consumer<FaultRecord> listener) {
        this.plan = plan;
        this.arsenal = arsenal;
        this.clock = clock;
        this.listener = listener;
        this.thread = new Thread(() -> rage(least, hits), "storm");
        thread.setDaemon(true);
    }

    /**
     * Begins at once.
     *
     * @param least how long it lasts at least
     * @param hits how many faults hit at least
     * @param listener hears of each fault
     */
    static Storm begin(
            FaultPlan plan, Arsenal arsenal, Clock clock, Duration least, int hits, Consumer<FaultRecord> listener) {
        Storm storm = new Storm(plan, arsenal, clock, least, hits, listener);
        storm.thread.start();
        return storm;
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    /** What happened so far. */
    List<FaultRecord> records() {
        return List.copyOf(records);
    }

    private void rage(Duration least, int hits) {
        long end = System.nanoTime() + least.toNanos();
        try {
            while (System.nanoTime() < end
                    || records.stream().filter(FaultRecord::hit).count() < hits) {
                Fault fault = plan.next();
                Thread.sleep(fault.pause().toMillis());
                FaultRecord happened = inject(fault);
                records.add(happened);
                listener.accept(happened);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private FaultRecord inject(Fault fault) throws InterruptedException {
        try {
            Injection.Undo undo = arsenal.injection(fault).begin(fault.length());
            FaultRecord happened =
                    new FaultRecord(clock.instant(), fault, undo.process().orElse(null), null);
            lasting.add(undo);
            var unused = undoing.schedule(() -> end(undo), fault.length().toMillis(), TimeUnit.MILLISECONDS);
            return happened;
        } catch (Injection.MissedException e) {
            return new FaultRecord(clock.instant(), fault, null, e.getMessage());
        }
    }

    private void end(Injection.Undo undo) {
        if (lasting.remove(undo)) {
            undo.run();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        undoing.shutdownNow();
        lasting.forEach(this::end);
    }
}
