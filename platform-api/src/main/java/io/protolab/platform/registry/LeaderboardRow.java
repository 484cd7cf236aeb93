package io.protolab.platform.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of a sweep over its complete seeds.
 *
 * @param assignment axis values, seed excluded
 * @param seeds complete trials
 * @param metrics by name
 */
public record LeaderboardRow(Map<String, Object> assignment, int seeds, Map<String, Spread> metrics) {
    public LeaderboardRow {
        assignment = Map.copyOf(assignment);
        metrics = Map.copyOf(metrics);
    }

    /**
     * A metric over seeds.
     *
     * @param deviation sample standard deviation; absent with fewer than two seeds
     */
    public record Spread(double mean, @Nullable Double deviation, double min, double max, int count) {}
}
