package io.protolab.platform;

import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.workflow.SweepClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings Temporal back to what the registry says: every open sweep has a running workflow, whatever Temporal forgot. */
public final class Reconciler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /** Starting a running workflow again is one cheap call, so a lost one need not wait long. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final Registry registry;
    private final SweepClient sweeps;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reconciler");
        thread.setDaemon(true);
        return thread;
    });

    public Reconciler(Registry registry, SweepClient sweeps) {
        this.registry = registry;
        this.sweeps = sweeps;
    }

    /** Runs once now and then at an interval. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::reconcile, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void reconcile() {
        try {
            for (SweepRecord sweep : registry.openSweeps()) {
                sweeps.start(sweep.id(), sweep.spec());
            }
        } catch (RuntimeException e) {
            log.warn("could not look after open sweeps, trying again in {} s: {}", INTERVAL.toSeconds(), e.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
