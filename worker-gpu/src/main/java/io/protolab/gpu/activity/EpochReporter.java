package io.protolab.gpu.activity;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.workflow.AttemptStart;
import io.protolab.platform.workflow.EpochReport;
import io.protolab.platform.workflow.ReportingPace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of an attempt and its finished epochs on their way to the workflow, in order and at the pace of {@link ReportingPace}; an epoch that could not be sent waits
 * for the next time. Thread-safe.
 */
final class EpochReporter {
    private static final Logger log = LoggerFactory.getLogger(EpochReporter.class);

    private final String trialId;
    private final int attempt;
    private final TrialSignals signals;
    private final long start = System.nanoTime();
    private final List<EpochMetrics> waiting = new ArrayList<>();
    private long sentAt = start;
    private long steps;
    private @Nullable AttemptStart unsent;

    EpochReporter(String trialId, int attempt, TrialSignals signals) {
        this.trialId = trialId;
        this.attempt = attempt;
        this.signals = signals;
    }

    /** @param step see {@link EpochReport#steps} */
    synchronized void reached(long step) {
        steps = step;
    }

    /** Sends the start of the attempt now, or with the next epochs if that fails. */
    synchronized void begin(AttemptStart attempt) {
        unsent = attempt;
        try {
            reportStart();
        } catch (RuntimeException e) {
            log.warn(
                    "the start of attempt {} could not be told, it is tried again: {}", attempt.number(), e.toString());
        }
    }

    private void reportStart() {
        if (unsent != null) {
            signals.attemptStarted(trialId, unsent);
            unsent = null;
        }
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
        reportStart();
        while (!waiting.isEmpty()) {
            List<EpochMetrics> next = waiting.subList(0, Math.min(ReportingPace.EPOCHS_PER_SIGNAL, waiting.size()));
            signals.epochsFinished(trialId, new EpochReport(attempt, steps, next));
            next.clear();
            sentAt = System.nanoTime();
        }
    }
}
