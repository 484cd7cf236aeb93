package io.protolab.standalone.chaos;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long takeovers of one cause took, in seconds.
 *
 * @param count of all of them
 * @param median of all of them
 * @param p95 of all of them: nineteen of twenty were as fast
 * @param alone how many met nothing else that was wrong
 * @param aloneMedian of those; 0 if there are none
 * @param aloneP95 of those; 0 if there are none
 * @param promised what those are held to; 0 where nothing is promised
 */
public record TakeoverTimes(
        AttemptOutcome cause,
        int count,
        double median,
        double p95,
        int alone,
        double aloneMedian,
        double aloneP95,
        double promised) {
    /** To the loss of a worker is added what noticing it may take. */
    private static final Duration AFTER_A_LOSS = Duration.ofSeconds(5);

    private static final Duration AFTER_A_FAREWELL = Duration.ofSeconds(3);

    /** One for each cause that occurred. */
    static List<TakeoverTimes> of(List<Takeover> takeovers, Duration heartbeatTimeout) {
        Map<AttemptOutcome, List<Takeover>> byCause = new EnumMap<>(AttemptOutcome.class);
        takeovers.forEach(takeover -> byCause.computeIfAbsent(takeover.cause(), cause -> new ArrayList<>())
                .add(takeover));
        List<TakeoverTimes> all = new ArrayList<>();
        byCause.forEach((cause, group) -> all.add(of(cause, group, promised(cause, heartbeatTimeout))));
        return List.copyOf(all);
    }

    private static TakeoverTimes of(AttemptOutcome cause, List<Takeover> takeovers, Duration promised) {
        List<Takeover> alone = takeovers.stream().filter(Takeover::alone).toList();
        return new TakeoverTimes(
                cause,
                takeovers.size(),
                quantile(takeovers, 0.5),
                quantile(takeovers, 0.95),
                alone.size(),
                quantile(alone, 0.5),
                quantile(alone, 0.95),
                seconds(promised));
    }

    private static Duration promised(AttemptOutcome cause, Duration heartbeatTimeout) {
        return switch (cause) {
            case NODE_LOST -> heartbeatTimeout.plus(AFTER_A_LOSS);
            case PREEMPTED -> AFTER_A_FAREWELL;
            default -> Duration.ZERO;
        };
    }

    /** The smallest time that at least this share of the takeovers did not exceed. */
    private static double quantile(List<Takeover> takeovers, double share) {
        if (takeovers.isEmpty()) {
            return 0;
        }
        List<Duration> sorted = takeovers.stream().map(Takeover::time).sorted().toList();
        return seconds(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
