package io.protolab.cpu.metrics;

import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.ReferenceSwitches;
import io.protolab.platform.experiment.ReferenceSwitches.ReportThreshold;
import io.protolab.platform.experiment.ReferenceSwitches.SizeLabel;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gives the numbers of a report the names under which registry, MLflow and command line show them. */
final class MetricNames {
    private MetricNames() {}

    /** Switches leave out the thresholds and labels that the published code does not report; the report keeps them. */
    static Metrics of(MetricReport report, ReferenceSwitches switches) {
        Named named = new Named(new TreeMap<>());
        predictive(named, report);
        sizes(named, report, switches);
        PartReport parts = report.parts();
        if (parts != null) {
            named.put(Metrics.CONSISTENCY, parts.consistency());
            named.put(Metrics.CONSISTENCY_COMPAT, parts.consistencyPublished());
            named.put(Metrics.STABILITY, parts.stability());
            named.put(Metrics.STABILITY_COMPAT, parts.stabilityPublished());
        }
        DeletionReport deletion = report.singleDeletion();
        if (deletion != null) {
            named.put(Metrics.SINGLE_DELETION, deletion.score());
            named.put(Metrics.SINGLE_DELETION_IMAGES, (double) deletion.definedImages());
        }
        return new Metrics(named.values());
    }

    private static void predictive(Named named, MetricReport report) {
        PredictiveReport predictive = report.predictive();
        named.put(Metrics.ACCURACY, predictive.accuracy());
        named.put(Metrics.BALANCED_ACCURACY, predictive.balancedAccuracy());
        named.put(Metrics.MACRO_F1, predictive.macroF1());
        named.put(Metrics.TOP_5_ACCURACY, predictive.top5());
        named.put(Metrics.CALIBRATION_ERROR, predictive.calibrationError());
        named.put(Metrics.AUROC, predictive.auroc());
        named.put(Metrics.ACCURACY_AT_0_1, report.shown().accuracy());
    }

    private static void sizes(Named named, MetricReport report, ReferenceSwitches switches) {
        boolean bothThresholds = switches.reportThreshold() == ReportThreshold.AT_0_1_AND_0;
        boolean bothLabels = switches.sizeLabel() == SizeLabel.TRUE_AND_PREDICTED;
        named.put(Metrics.ACTIVE_PROTOTYPES, (double) report.activePrototypes());
        named.put(Metrics.EFFECTIVE_LOCAL_SIZE, report.effectiveLocalSize());
        named.put(Metrics.EFFECTIVE_GLOBAL_SIZE, report.effectiveGlobalSize());
        named.put(Metrics.GLOBAL_SIZE, (double) report.shown().globalSize());
        named.put(Metrics.LOCAL_SIZE, report.shown().localSize());
        if (bothThresholds) {
            named.put(Metrics.GLOBAL_SIZE_AT_0, (double) report.all().globalSize());
            named.put(Metrics.LOCAL_SIZE_AT_0, report.all().localSize());
        }
        if (bothLabels) {
            named.put(Metrics.GLOBAL_SIZE_PREDICTED, (double) report.shown().globalSizePredicted());
            named.put(Metrics.LOCAL_SIZE_PREDICTED, report.shown().localSizePredicted());
        }
        if (bothThresholds && bothLabels) {
            named.put(Metrics.GLOBAL_SIZE_PREDICTED_AT_0, (double) report.all().globalSizePredicted());
            named.put(Metrics.LOCAL_SIZE_PREDICTED_AT_0, report.all().localSizePredicted());
        }
    }

    private record Named(Map<String, Double> values) {
        void put(String name, @Nullable Double value) {
            if (value != null) {
                values.put(name, value);
            }
        }
    }
}
