package io.protolab.platform.registry;

import io.protolab.platform.experiment.Metrics;
import io.protolab.platform.json.Json;
import io.protolab.platform.registry.LeaderboardRow.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The leaderboard as written in a textbook: two passes over the values in the order of the trials. */
final class InMemoryLeaderboard {
    private InMemoryLeaderboard() {}

    /** @param complete by index */
    static List<LeaderboardRow> of(List<InMemoryTrial> complete) {
        Map<String, List<InMemoryTrial>> byAssignment = new LinkedHashMap<>();
        for (InMemoryTrial trial : complete) {
            String assignment = Json.text(trial.accepted.spec().assignment());
            byAssignment.computeIfAbsent(assignment, key -> new ArrayList<>()).add(trial);
        }
        return byAssignment.values().stream()
                .map(InMemoryLeaderboard::row)
                .sorted(Comparator.comparingDouble(InMemoryLeaderboard::accuracy)
                        .reversed())
                .toList();
    }

    private static LeaderboardRow row(List<InMemoryTrial> trials) {
        Map<String, List<Double>> values = new TreeMap<>();
        for (InMemoryTrial trial : trials) {
            trial.metrics
                    .values()
                    .forEach((name, value) -> values.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(value));
        }
        Map<String, Spread> metrics = new TreeMap<>();
        values.forEach((name, measured) -> metrics.put(name, spread(measured)));
        return new LeaderboardRow(trials.get(0).accepted.spec().assignment(), trials.size(), metrics);
    }

    private static Spread spread(List<Double> values) {
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double mean = sum / values.size();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        Double deviation = values.size() < 2 ? null : Math.sqrt(squares / (values.size() - 1));
        return new Spread(mean, deviation, min, max, values.size());
    }

    private static double accuracy(LeaderboardRow row) {
        Spread accuracy = row.metrics().get(Metrics.ACCURACY);
        return accuracy == null ? Double.NEGATIVE_INFINITY : accuracy.mean();
    }
}
