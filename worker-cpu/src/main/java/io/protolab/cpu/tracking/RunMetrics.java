package io.protolab.cpu.tracking;

import io.protolab.platform.experiment.EpochMetrics;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.registry.TrialRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mlflow.api.proto.Service.LogBatch;
import org.mlflow.api.proto.Service.Metric;

/**
 * Metrics as MLflow takes them: finite, with the time at which they were measured, in the order of their keys. MLflow keeps one
 * point per (key, time, step, value), so the same measurement may be sent again.
 */
final class RunMetrics {
    /** Wall time of an epoch; the only one that differs when an epoch is repeated. */
    static final String EPOCH_SECONDS = "time/epoch_seconds";

    /** On the sweep's run, so that it has a chart while its trials are folded away: accuracy by trial index. */
    static final String TRIAL_ACCURACY = "sweep/accuracy";

    /** The best one so far, by trial index. */
    static final String BEST_ACCURACY = "sweep/best_accuracy";

    private RunMetrics() {}

    /** One epoch; the step is the 0-based epoch. A value that is not finite becomes a tag with the epoch. */
    static LogBatch epoch(EpochMetrics epoch) {
        LogBatch.Builder batch = LogBatch.newBuilder();
        epoch.values().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                batch.addMetrics(point(name, value, epoch.finishedAt(), epoch.epoch()));
            } else {
                batch.addTags(RunTags.tag(RunTags.NON_FINITE + name, value + " in epoch " + epoch.epoch()));
            }
        });
        if (Double.isFinite(epoch.seconds())) {
            batch.addMetrics(point(EPOCH_SECONDS, epoch.seconds(), epoch.finishedAt(), epoch.epoch()));
        }
        return batch.build();
    }

    /** Final metrics: one point each. */
    static LogBatch finals(Metrics metrics, Instant at) {
        LogBatch.Builder batch = LogBatch.newBuilder();
        metrics.values().forEach((name, value) -> batch.addMetrics(point(name, value, at, 0)));
        return batch.build();
    }

    /** A trial's accuracy on the run of its sweep; empty if it has none. */
    static LogBatch accuracy(int trialIndex, Metrics metrics, Instant at) {
        LogBatch.Builder batch = LogBatch.newBuilder();
        metrics.find(Metrics.ACCURACY)
                .ifPresent(value -> batch.addMetrics(point(TRIAL_ACCURACY, value, at, trialIndex)));
        return batch.build();
    }

    /** The running best accuracy in the order of the trials. */
    static List<Metric> best(List<TrialRecord> trials, Instant at) {
        List<Metric> points = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (TrialRecord trial : inOrder(trials)) {
            if (trial.metrics().find(Metrics.ACCURACY).isPresent()) {
                best = Math.max(best, trial.metrics().find(Metrics.ACCURACY).get());
                points.add(point(BEST_ACCURACY, best, at, trial.index()));
            }
        }
        return points;
    }

    static List<TrialRecord> inOrder(List<TrialRecord> trials) {
        return trials.stream()
                .sorted(Comparator.comparingInt(TrialRecord::index))
                .toList();
    }

    private static Metric point(String name, double value, Instant at, long step) {
        return Metric.newBuilder()
                .setKey(MlflowKey.of(name))
                .setValue(value)
                .setTimestamp(at.toEpochMilli())
                .setStep(step)
                .build();
    }
}
