package io.protolab.gpu.activity;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.ReportingPace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finished epochs on their way to the workflow, in order and at the pace of {@link ReportingPace}; an epoch that could not be sent waits
 * for the next time. Thread-safe.
 */
final class EpochReporter {
    private final String trialId;
    private final int attempt;
    private final TrialSignals signals;
    private final long start = System.nanoTime();
    private final List<EpochMetrics> waiting = new ArrayList<>();
    private long sentAt = start;
    private long steps;

    EpochReporter(String trialId, int attempt, TrialSignals signals) {
        this.trialId = trialId;
        this.attempt = attempt;
        this.signals = signals;
    }

    /** @param step see {@link EpochReport#steps} */
    synchronized void reached(long step) {
        steps = step;
    }

    synchronized void add(List<EpochMetrics> epochs) {
        waiting.addAll(epochs);
    }

    /** Sends what waits, unless the last signal is too recent. */
    synchronized void reportIfDue() {
        Duration age = Duration.ofNanos(System.nanoTime() - start);
        if (System.nanoTime() - sentAt >= ReportingPace.interval(age).toNanos()) {
            reportAll();
        }
    }

    /** Sends everything that waits. */
    synchronized void reportAll() {
        while (!waiting.isEmpty()) {
            List<EpochMetrics> next = waiting.subList(0, Math.min(ReportingPace.EPOCHS_PER_SIGNAL, waiting.size()));
            signals.epochsFinished(trialId, new EpochReport(attempt, steps, next));
            next.clear();
            sentAt = System.nanoTime();
        }
    }
}
