package io.protolab.platform;

import io.protolab.platform.finding.Finding;
import io.protolab.platform.registry.Registry;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.workflow.SweepClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Temporal back to what the registry says: every open sweep has a running workflow, whatever Temporal forgot. Now and then it also does
 * what of the housekeeping harms nobody.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /** Starting a running workflow again is one cheap call, so a lost one need not wait long. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** What is mended here was wrong for minutes already. */
    private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofMinutes(5);

    private final Registry registry;
    private final SweepClient sweeps;
    private final Callable<List<Finding>> housekeeping;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reconciler");
        thread.setDaemon(true);
        return thread;
    });

    /** @param housekeeping mends, and says what */
    public Reconciler(Registry registry, SweepClient sweeps, Callable<List<Finding>> housekeeping) {
        this.registry = registry;
        this.sweeps = sweeps;
        this.housekeeping = housekeeping;
    }

    /** Runs once now and then at an interval. */
    public void start() {
        repeat(this::reconcile, INTERVAL);
        repeat(this::keepHouse, HOUSEKEEPING_INTERVAL);
    }

    private void repeat(Runnable work, Duration interval) {
        var unused = timer.scheduleWithFixedDelay(work, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
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

    private void keepHouse() {
        try {
            housekeeping
                    .call()
                    .forEach(finding -> log.info(
                            "{}: {} ({}); {}",
                            finding.subject(),
                            finding.what(),
                            finding.evidence(),
                            finding.remedy()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("could not keep house, trying again in {}: {}", HOUSEKEEPING_INTERVAL, e.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
