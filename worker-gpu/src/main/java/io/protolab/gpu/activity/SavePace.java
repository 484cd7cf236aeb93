package io.protolab.gpu.activity;

import java.time.Duration;

/** When a training is saved: often enough that a kill costs little, seldom enough that it costs a twentieth of the time at most. */
final class SavePace {
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    /** Times the last save, so that saving takes 1/21 of the time. */
    private static final int WORK_PER_SAVE = 20;

    private Duration interval = SHORTEST;
    private long savedAt = System.nanoTime();

    boolean isDue() {
        return System.nanoTime() - savedAt >= interval.toNanos();
    }

    /** A save ended just now. */
    void saved(Duration cost) {
        interval = interval(cost);
        savedAt = System.nanoTime();
    }

    static Duration interval(Duration cost) {
        Duration affordable = cost.multipliedBy(WORK_PER_SAVE);
        return affordable.compareTo(SHORTEST) > 0 ? affordable : SHORTEST;
    }
}
