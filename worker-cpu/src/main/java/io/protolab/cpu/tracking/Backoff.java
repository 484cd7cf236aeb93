package io.protolab.cpu.tracking;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double with every try up to a longest one, each shortened by up to a half at random so that tries spread out. */
record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 20;

    /** @param tries that failed before; 0 for the first pause */
    Duration pause(int tries) {
        Duration doubled = first.multipliedBy(1L << Math.min(Math.max(tries, 0), MOST_DOUBLINGS));
        long millis = (doubled.compareTo(longest) < 0 ? doubled : longest).toMillis();
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
