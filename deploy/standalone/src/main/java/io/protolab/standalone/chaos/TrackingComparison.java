package io.protolab.standalone.chaos;

import io.protolab.standalone.chaos.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What MLflow holds of a trial, beside the registry and beside the files of an undisturbed run. */
final class TrackingComparison {
    private static final String FINISHED = "FINISHED";

    /** The step at which MLflow shows what a trial was measured to. */
    private static final int FINAL_STEP = 0;

    private final String subject;
    private final List<Finding> findings = new ArrayList<>();

    private TrackingComparison(String subject) {
        this.subject = subject;
    }

    /** The runs of a subject: one, that of the registry, and finished. */
    static List<Finding> runs(String subject, String wanted, List<RunRows> runs) {
        TrackingComparison comparison = new TrackingComparison(subject);
        if (runs.isEmpty()) {
            comparison.find(Kind.ROW_MISSING, "has no run in MLflow");
        } else if (runs.size() > 1) {
            comparison.find(
                    Kind.ROW_DOUBLED,
                    "has " + runs.size() + " runs in MLflow: "
                            + runs.stream().map(RunRows::runId).toList());
        } else if (!runs.get(0).runId().equals(wanted)) {
            comparison.find(Kind.ROW_DOUBLED, "has run " + runs.get(0).runId() + " in MLflow, not " + wanted);
        }
        runs.stream()
                .filter(run -> !run.status().equals(FINISHED))
                .forEach(run -> comparison.find(Kind.LEFT_OPEN, "run " + run.runId() + " is " + run.status()));
        for (RunRows run : runs) {
            run.points().forEach((point, count) -> {
                if (count > 1) {
                    comparison.find(Kind.ROW_DOUBLED, "MLflow has " + count + " rows for " + point);
                }
            });
        }
        return comparison.findings;
    }

    /** The metric rows of a trial's run: those of the registry, with its values. */
    static List<Finding> metrics(TrialRows trial, RunRows run) {
        TrackingComparison comparison = new TrackingComparison(trial.id());
        trial.curves().forEach((point, value) -> comparison.metric(run, point, value));
        trial.numbers().forEach((name, value) -> comparison.metric(run, TrialRows.point(FINAL_STEP, name), value));
        return comparison.findings;
    }

    private void metric(RunRows run, String point, double value) {
        Double there = run.values().get(point);
        if (there == null && Double.isFinite(value)) {
            find(Kind.ROW_MISSING, "MLflow has no row for " + point);
        } else if (there != null && Double.compare(there, value) != 0) {
            find(Kind.NUMBER_DIFFERENT, "MLflow has " + there + " for " + point + ", not " + value);
        }
    }

    /** The files of a trial's run: those of the undisturbed one, none of them empty. */
    static List<Finding> files(String subject, Map<String, Long> undisturbed, Map<String, Long> found) {
        TrackingComparison comparison = new TrackingComparison(subject);
        Set<String> missing = new TreeSet<>(undisturbed.keySet());
        missing.removeAll(found.keySet());
        missing.forEach(path -> comparison.find(Kind.FILE_MISSING, "MLflow has no " + path));
        found.forEach((path, size) -> {
            if (size == 0 && undisturbed.getOrDefault(path, 1L) > 0) {
                comparison.find(Kind.HASH_DIFFERENT, "MLflow has an empty " + path);
            }
        });
        return comparison.findings;
    }

    private void find(Kind kind, String what) {
        findings.add(new Finding(kind, subject, what));
    }
}
