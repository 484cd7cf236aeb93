package io.protolab.platform.cli;

import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.registry.LeaderboardRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Mean and spread over seeds, one line per assignment. */
public final class Leaderboard {
    /** Sizes are counts; one digit is enough for their means. */
    private static final Set<String> COUNTS = Set.of(Metrics.GLOBAL_SIZE, Metrics.LOCAL_SIZE);

    private Leaderboard() {}

    /** A table for people; says so if no trial is complete. */
    public static String of(List<LeaderboardRow> rows) {
        if (rows.isEmpty()) {
            return "no complete trial yet" + System.lineSeparator();
        }
        Table table = new Table(
                "assignment", "seeds", "accuracy", "global size", "local size", "consistency", "single deletion");
        for (LeaderboardRow row : rows) {
            table.row(
                    assignment(row),
                    Integer.toString(row.seeds()),
                    cell(row, Metrics.ACCURACY),
                    cell(row, Metrics.GLOBAL_SIZE),
                    cell(row, Metrics.LOCAL_SIZE),
                    cell(row, Metrics.CONSISTENCY),
                    cell(row, Metrics.SINGLE_DELETION));
        }
        return table + "mean ± standard deviation over seeds; sizes at importance threshold 0.1, true class"
                + System.lineSeparator();
    }

    private static String assignment(LeaderboardRow row) {
        Map<String, Object> values = new LinkedHashMap<>();
        List.of("dataset", "backbone")
                .forEach(axis -> values.put(axis, row.assignment().get(axis)));
        String own = values.values().stream().map(String::valueOf).collect(Collectors.joining(" · "));
        String others = row.assignment().entrySet().stream()
                .filter(axis -> !values.containsKey(axis.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(axis -> " · " + axis.getKey() + "=" + axis.getValue())
                .collect(Collectors.joining());
        return own + others;
    }

    private static String cell(LeaderboardRow row, String metric) {
        LeaderboardRow.Spread spread = row.metrics().get(metric);
        if (spread == null) {
            return "-";
        }
        String format = COUNTS.contains(metric) ? "%.1f" : "%.3f";
        String mean = String.format(Locale.ROOT, format, spread.mean());
        return spread.deviation() == null
                ? mean
                : mean + " ± " + String.format(Locale.ROOT, format, spread.deviation());
    }
}
