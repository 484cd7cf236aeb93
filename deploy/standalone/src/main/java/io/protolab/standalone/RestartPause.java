package io.protolab.standalone;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long a server that ended stays away before it is started again. Each watchdog has one of its own; not thread-safe. */
interface RestartPause {
    /** @param uptime how long the server had run */
    Duration after(Duration uptime);

    /** Doubles with every end, so that a server which cannot run does not keep the machine busy; begins anew after a minute of health. */
    static RestartPause growing() {
        return new RestartPause() {
            private static final Duration SHORTEST = Duration.ofMillis(500);
            private static final Duration LONGEST = Duration.ofSeconds(30);
            private static final Duration HEALTHY = Duration.ofMinutes(1);

            private Duration next = SHORTEST;

            @Override
            public Duration after(Duration uptime) {
                Duration pause = uptime.compareTo(HEALTHY) > 0 ? SHORTEST : next;
                Duration doubled = pause.multipliedBy(2);
                next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
                return pause;
            }
        };
    }

    /** Drawn between two bounds, as if somebody had to notice first. */
    static RestartPause drawn(long seed, Duration shortest, Duration longest) {
        SplittableRandom random = new SplittableRandom(seed);
        return uptime -> Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }
}
