package io.protolab.cpu.tracking;

import io.protolab.platform.experiment.BackboneSpec;
import io.protolab.platform.experiment.DatasetSpec;
import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.experiment.SweepSpec;
import io.protolab.platform.experiment.SweepState;
import io.protolab.platform.experiment.TrialState;
import io.protolab.platform.registry.EventKinds;
import io.protolab.platform.registry.EventRecord;
import io.protolab.platform.registry.LeaderboardRow;
import io.protolab.platform.registry.LeaderboardRow.Spread;
import io.protolab.platform.registry.SweepRecord;
import io.protolab.platform.registry.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The note on a sweep's run: its question, what varies, and in the end who won and where to look. */
final class SweepNote {
    /** Keeps the note below the length at which MLflow cuts it. */
    private static final int LEADERBOARD_ROWS = 20;

    private static final int TRIAL_ROWS = 25;

    /** Columns of the leaderboard, and how they are called there. */
    private static final Map<String, String> COLUMNS = columns();

    private SweepNote() {}

    /** While it runs. */
    static String running(SweepRecord sweep) {
        Markdown note = new Markdown().paragraph(sweep.spec().question());
        varies(note, sweep.spec());
        return note.paragraph(trials(sweep.spec())
                        + " The trials are nested below this run; the leaderboard follows when they are done.")
                .paragraph(commands(sweep))
                .toString();
    }

    /** When it is final. */
    static String ended(
            SweepRecord sweep,
            SweepState state,
            List<LeaderboardRow> leaderboard,
            List<TrialRecord> trials,
            List<EventRecord> events) {
        long complete =
                trials.stream().filter(t -> t.state() == TrialState.COMPLETE).count();
        Markdown note = new Markdown()
                .paragraph(winner(leaderboard))
                .paragraph(sweep.spec().question())
                .paragraph("**" + state + "**: " + complete + " of " + trials.size() + " trials complete.");
        if (!leaderboard.isEmpty()) {
            leaderboard(note, leaderboard);
        }
        varies(note, sweep.spec());
        NoteEvents.section(note, "Data", EventKinds.DATASET, events);
        NoteEvents.section(note, "Short training", EventKinds.FEW_STEPS, events);
        NoteEvents.section(note, "Not reproducible", EventKinds.NOT_REPRODUCIBLE, events);
        trialTable(note, trials);
        return note.paragraph("Every number of every trial: artifact `trials.csv`. " + commands(sweep))
                .toString();
    }

    /** The first line of the note, which is all that shows until somebody opens it. */
    private static String winner(List<LeaderboardRow> leaderboard) {
        return leaderboard.stream()
                .filter(row -> row.metrics().containsKey(Metrics.ACCURACY))
                .findFirst()
                .map(row -> "**Best: " + assignment(row) + "** with a test accuracy of "
                        + spread(row.metrics().get(Metrics.ACCURACY)) + " over " + row.seeds() + " seeds")
                .orElse("");
    }

    private static String assignment(LeaderboardRow row) {
        return row.assignment().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(SweepNote::datasetFirst))
                .map(axis -> RunParams.isName(axis.getKey())
                        ? String.valueOf(axis.getValue())
                        : axis.getKey() + "=" + axis.getValue())
                .collect(Collectors.joining(" · "));
    }

    private static void leaderboard(Markdown note, List<LeaderboardRow> leaderboard) {
        List<String> paths = leaderboard.stream()
                .flatMap(row -> row.assignment().keySet().stream())
                .distinct()
                .sorted(SweepNote::datasetFirst)
                .toList();
        List<String> metrics = COLUMNS.keySet().stream()
                .filter(name ->
                        leaderboard.stream().anyMatch(row -> row.metrics().containsKey(name)))
                .toList();
        List<String> header = new ArrayList<>(paths);
        metrics.forEach(name -> header.add(COLUMNS.get(name)));
        header.add("seeds");
        List<List<String>> rows = leaderboard.stream()
                .map(row -> leaderboardRow(row, paths, metrics))
                .toList();
        note.heading("Leaderboard").paragraph("Mean ± standard deviation over seeds, best accuracy first.");
        note.table(header, rows, LEADERBOARD_ROWS);
    }

    private static List<String> leaderboardRow(LeaderboardRow row, List<String> paths, List<String> metrics) {
        List<String> cells = new ArrayList<>();
        paths.forEach(path -> cells.add(String.valueOf(row.assignment().getOrDefault(path, ""))));
        metrics.forEach(name -> cells.add(spread(row.metrics().get(name))));
        cells.add(Integer.toString(row.seeds()));
        return cells;
    }

    private static void varies(Markdown note, SweepSpec spec) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put(
                RunParams.DATASET,
                names(spec.datasets().stream().map(DatasetSpec::name).toList()));
        axes.put(
                RunParams.BACKBONE,
                names(spec.backbones().stream().map(BackboneSpec::name).toList()));
        spec.search().axes().forEach((path, values) -> axes.put(path, names(values)));
        axes.put(RunParams.SEED, names(spec.seeds()));
        List<List<String>> rows = axes.entrySet().stream()
                .map(axis -> List.of(axis.getKey(), axis.getValue()))
                .toList();
        note.heading("What varies").table(List.of("axis", "values"), rows, Integer.MAX_VALUE);
    }

    private static void trialTable(Markdown note, List<TrialRecord> trials) {
        List<List<String>> rows = trials.stream()
                .map(trial -> List.of(
                        name(trial),
                        trial.state().toString(),
                        trial.metrics()
                                .find(Metrics.ACCURACY)
                                .map(Markdown::number)
                                .orElse(""),
                        trial.reason()))
                .toList();
        note.heading("Trials").table(List.of("trial", "state", "test accuracy", "reason"), rows, TRIAL_ROWS);
    }

    /** As a link to its run, if that is known; relative to wherever MLflow's pages are served. */
    private static String name(TrialRecord trial) {
        String run = trial.mlflowRunId();
        return run == null ? trial.name() : Markdown.link(trial.name(), "#/runs/" + run);
    }

    private static String trials(SweepSpec spec) {
        return "Each assignment is run once per seed (" + spec.seeds().size() + "), up to " + spec.parallelism()
                + " trials at once.";
    }

    private static String commands(SweepRecord sweep) {
        return "On the command line: `protolab show " + sweep.id() + "`.";
    }

    private static String names(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String spread(@Nullable Spread spread) {
        if (spread == null) {
            return "";
        }
        Double deviation = spread.deviation();
        return Markdown.number(spread.mean()) + (deviation == null ? "" : " ± " + Markdown.number(deviation));
    }

    private static int datasetFirst(String a, String b) {
        Map<String, Integer> first = new TreeMap<>(Map.of(RunParams.DATASET, 0, RunParams.BACKBONE, 1));
        int order = Integer.compare(first.getOrDefault(a, 2), first.getOrDefault(b, 2));
        return order != 0 ? order : a.compareTo(b);
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(Metrics.ACCURACY, "test accuracy");
        columns.put(Metrics.GLOBAL_SIZE, "global size (0.1)");
        columns.put(Metrics.LOCAL_SIZE, "local size (0.1)");
        columns.put(Metrics.CONSISTENCY, "consistency");
        columns.put(Metrics.SINGLE_DELETION, "single deletion");
        return columns;
    }
}
