package io.protolab.standalone.chaos;

import io.protolab.platform.experiment.OwnFiles;
import io.protolab.platform.export.ExportPart;
import io.protolab.standalone.chaos.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What MLflow holds of a trial, beside the registry and beside the files of an undisturbed run. */
final class TrackingComparison {
    private static final String FINISHED = "FINISHED";
    /** The step at which MLflow shows what a trial was measured to. */
    private static final int FINAL_STEP = 0;

    private static final String SECONDS = "time/epoch_seconds";

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

    /** The metric rows of a trial's run: those of the registry with its values, and no others. */
    static List<Finding> metrics(TrialRows trial, RunRows run) {
        TrackingComparison comparison = new TrackingComparison(trial.id());
        SortedMap<String, Double> wanted = new TreeMap<>(trial.curves());
        trial.numbers().forEach((name, value) -> wanted.put(TrialRows.point(FINAL_STEP, name), value));
        trial.seconds().forEach((epoch, seconds) -> wanted.put(TrialRows.point(epoch, SECONDS), seconds));
        wanted.forEach((point, value) -> comparison.metric(run, point, value));
        run.points().keySet().stream()
                .filter(point -> !wanted.containsKey(point))
                .forEach(point ->
                        comparison.find(Kind.ROW_DOUBLED, "MLflow has a row for " + point + ", the registry none"));
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

    /**
     * The files of a trial's run: those of the undisturbed one with the same content, a trial's own with that of the registry.
     *
     * @param undisturbed sha256 by path
     * @param found sha256 by path
     */
    static List<Finding> files(TrialRows trial, Map<String, String> undisturbed, Map<String, String> found) {
        TrackingComparison comparison = new TrackingComparison(trial.id());
        Map<String, String> wanted = new TreeMap<>(undisturbed);
        wanted.replaceAll((path, sha256) ->
                OwnFiles.include(path) ? trial.files().getOrDefault(path, "that of no file in the registry") : sha256);
        comparison.files(wanted, found);
        return comparison.findings;
    }

    /**
     * The files of a model: those of the registry.
     *
     * @param found sha256 by path below the model
     */
    static List<Finding> model(TrialRows trial, RunRows.Model model, Map<String, String> found) {
        TrackingComparison comparison = new TrackingComparison(trial.id());
        if (!model.ready()) {
            comparison.find(Kind.LEFT_OPEN, "model " + model.name() + " is not ready in MLflow");
        }
        String folder = ExportPart.FOLDER + model.name() + "/";
        Map<String, String> named = new TreeMap<>();
        found.forEach((path, sha256) -> named.put(folder + path, sha256));
        Map<String, String> wanted = new TreeMap<>(trial.files());
        wanted.keySet().removeIf(path -> !path.startsWith(folder));
        comparison.files(wanted, named);
        return comparison.findings;
    }

    private void files(Map<String, String> wanted, Map<String, String> found) {
        wanted.forEach((path, sha256) -> {
            String there = found.get(path);
            if (there == null) {
                find(Kind.FILE_MISSING, "MLflow has no " + path);
            } else if (!there.equals(sha256)) {
                find(Kind.HASH_DIFFERENT, "MLflow has " + path + " with sha256 " + there + ", not " + sha256);
            }
        });
        found.keySet().stream()
                .filter(path -> !wanted.containsKey(path))
                .forEach(path -> find(Kind.LEFT_BEHIND, "MLflow has " + path + ", which belongs to nothing"));
    }

    private void find(Kind kind, String what) {
        findings.add(new Finding(kind, subject, what));
    }
}
