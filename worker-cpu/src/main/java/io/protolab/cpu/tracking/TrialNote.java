package io.protolab.cpu.tracking;

import io.protolab.platform.artifact.Artifact;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.TrialResult;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.export.ExportPart;
import io.protolab.platform.registry.ArtifactRecord;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import io.protolab.platform.registry.TrialStory;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The note on a trial's run: the result, what makes it different from its siblings, its attempts, where the pictures are. */
final class TrialNote {
    /** A note is cut off where MLflow takes no more; the beginning of a long story and its end tell most. */
    private static final int FIRST_PARAGRAPHS = 6;

    private static final int LAST_PARAGRAPHS = 14;
    private static final int METRIC_ROWS = 60;

    private TrialNote() {}

    static String running(SweepRecord sweep, TrialRecord trial, TrialPast past) {
        Markdown note = new Markdown().paragraph(sweep.spec().question()).paragraph(what(trial));
        past(note, trial.with(TrialState.RUNNING, ""), past);
        return note.paragraph("Curves grow in the metrics tab while it trains. " + command(trial))
                .toString();
    }

    static String complete(
            SweepRecord sweep, TrialRecord trial, TrialResult result, List<ArtifactRecord> artifacts, TrialPast past) {
        Markdown note = new Markdown()
                .paragraph(result.metrics()
                        .find(Metrics.ACCURACY)
                        .map(accuracy -> "**Test accuracy " + Markdown.number(accuracy) + "**")
                        .orElse(""))
                .paragraph(sweep.spec().question())
                .paragraph(what(trial));
        metrics(note, result.metrics());
        files(note, artifacts);
        past(note, trial.with(TrialState.COMPLETE, ""), past);
        return note.paragraph(command(trial)).toString();
    }

    static String ended(TrialRecord trial, TrialState state, String reason, TrialPast past) {
        Markdown note = new Markdown()
                .paragraph("**" + state + "**" + (reason.isBlank() ? "" : ": " + reason))
                .paragraph(what(trial));
        past(note, trial.with(state, reason), past);
        return note.paragraph(command(trial)).toString();
    }

    private static String what(TrialRecord trial) {
        String assignment = trial.spec().assignment().entrySet().stream()
                .map(axis -> axis.getKey() + " **" + axis.getValue() + "**")
                .collect(Collectors.joining(", "));
        return "What varies: " + assignment + ", seed **" + trial.spec().seed() + "**.";
    }

    private static void metrics(Markdown note, Metrics metrics) {
        List<List<String>> rows = metrics.values().entrySet().stream()
                .map(metric -> List.of(metric.getKey(), Markdown.number(metric.getValue())))
                .toList();
        note.heading("Result").table(List.of("metric", "value"), rows, METRIC_ROWS);
    }

    private static void files(Markdown note, List<ArtifactRecord> artifacts) {
        SortedMap<String, Integer> folders = new TreeMap<>();
        artifacts.stream()
                .map(ArtifactRecord::artifact)
                .filter(RunFiles::uploaded)
                .forEach(artifact -> {
                    folders.merge(folder(artifact), 1, Integer::sum);
                });
        String listed = folders.entrySet().stream()
                .map(folder -> "`" + folder.getKey() + "` (" + folder.getValue() + ")")
                .collect(Collectors.joining(", "));
        String kept = artifacts.stream()
                .map(ArtifactRecord::artifact)
                .filter(artifact -> !RunFiles.uploaded(artifact) && !RunFiles.ofModel(artifact))
                .map(artifact -> "`" + artifact.name() + "`")
                .collect(Collectors.joining(", "));
        String models = Arrays.stream(ExportPart.values())
                .filter(part -> artifacts.stream()
                        .anyMatch(file -> file.artifact().name().equals(part.artifactName(ExportPart.MLMODEL))))
                .map(part -> "`" + part.text() + "`")
                .collect(Collectors.joining(", "));
        note.heading("Files")
                .paragraph(listed.isEmpty() ? "" : "In the artifacts tab: " + listed + ".")
                .paragraph(models.isEmpty() ? "" : "Models for `mlflow.pyfunc.load_model`: " + models + ".")
                .paragraph(kept.isEmpty() ? "" : "Kept in the artifact store only: " + kept + ".");
    }

    private static String folder(Artifact artifact) {
        int slash = artifact.name().indexOf('/');
        return slash < 0 ? artifact.name() : artifact.name().substring(0, slash + 1);
    }

    private static void past(Markdown note, TrialRecord trial, TrialPast past) {
        NoteEvents.section(note, "Short training", EventKinds.FEW_STEPS, past.events());
        NoteEvents.section(note, "Not reproducible", EventKinds.NOT_REPRODUCIBLE, past.events());
        note.heading("What happened");
        List<String> story = TrialStory.of(trial, past.acceptedAt(), past.attempts(), past.events());
        int left = story.size() - FIRST_PARAGRAPHS - LAST_PARAGRAPHS;
        for (int i = 0; i < story.size(); i++) {
            if (i < FIRST_PARAGRAPHS || i >= FIRST_PARAGRAPHS + left) {
                note.paragraph(story.get(i));
            } else if (i == FIRST_PARAGRAPHS) {
                note.paragraph("… " + left + " more; `protolab why " + trial.id() + "` tells all");
            }
        }
    }

    private static String command(TrialRecord trial) {
        return "On the command line: `protolab show " + trial.id() + "`, and `protolab why " + trial.id()
                + "` for what happened.";
    }
}
