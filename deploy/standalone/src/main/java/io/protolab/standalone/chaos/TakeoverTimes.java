package io.protolab.standalone.chaos;

import io.protolab.platform.workflow.AttemptOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long takeovers of one cause took.
 *
 * @param all of them
 * @param alone those that met nothing else that was wrong
 * @param promised seconds that those are held to; 0 where nothing is promised
 */
public record TakeoverTimes(AttemptOutcome cause, Spread all, Spread alone, double promised) {
    /** To the loss of a worker is added what noticing it may take. */
    private static final Duration AFTER_A_LOSS = Duration.ofSeconds(5);

    private static final Duration AFTER_A_FAREWELL = Duration.ofSeconds(3);

    /**
     * So many times the promise is no matter of a busy machine: two cores that a dozen processes share, some of them just starting, make
     * a takeover two or three times as long. What takes longer waited for a timer that it should not have needed.
     */
    private static final int FAULT_OF_OURS = 4;

    /**
     * Some times, in seconds.
     *
     * @param count how many there are; the others are 0 if there are none
     * @param p95 nineteen of twenty were as fast
     * @param kept how many were within what is promised
     */
    public record Spread(int count, double median, double p95, double longest, int kept) {
        private static Spread of(List<Duration> times, Duration promised) {
            List<Duration> sorted = times.stream().sorted().toList();
            return new Spread(sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1), (int)
                    sorted.stream()
                            .filter(time -> time.compareTo(promised) <= 0)
                            .count());
        }

        /** The smallest time that at least this share of them did not exceed. */
        private static double quantile(List<Duration> sorted, double share) {
            return sorted.isEmpty() ? 0 : seconds(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
        }
    }

    /** One for each cause that occurred. */
    static List<TakeoverTimes> of(List<Takeover> takeovers, Duration heartbeatTimeout) {
        Map<AttemptOutcome, List<Takeover>> byCause = new EnumMap<>(AttemptOutcome.class);
        takeovers.forEach(takeover -> byCause.computeIfAbsent(takeover.cause(), cause -> new ArrayList<>())
                .add(takeover));
        List<TakeoverTimes> all = new ArrayList<>();
        byCause.forEach((cause, group) -> {
            Duration promised = promised(cause, heartbeatTimeout);
            all.add(new TakeoverTimes(
                    cause,
                    Spread.of(times(group, takeover -> true), promised),
                    Spread.of(times(group, Takeover::alone), promised),
                    seconds(promised)));
        });
        return List.copyOf(all);
    }

    private static List<Duration> times(List<Takeover> takeovers, Predicate<Takeover> which) {
        return takeovers.stream().filter(which).map(Takeover::time).toList();
    }

    private static Duration promised(AttemptOutcome cause, Duration heartbeatTimeout) {
        return switch (cause) {
            case NODE_LOST -> heartbeatTimeout.plus(AFTER_A_LOSS);
            case PREEMPTED -> AFTER_A_FAREWELL;
            default -> Duration.ZERO;
        };
    }

    boolean isPromised() {
        return promised > 0;
    }

    /** A finding if one that met nothing else took so long that the machine is no excuse. */
    Optional<Finding> tooLate() {
        return isPromised() && alone.longest() > FAULT_OF_OURS * promised
                ? Optional.of(new Finding(
                        Finding.Kind.TOO_LATE,
                        "takeover after " + cause,
                        String.format(
                                Locale.ROOT,
                                "took %.1f s with nothing else wrong, promised are %.0f s",
                                alone.longest(),
                                promised)))
                : Optional.empty();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
