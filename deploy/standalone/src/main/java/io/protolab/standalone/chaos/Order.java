package io.protolab.standalone.chaos;

import java.time.Duration;

/**
 * What is asked of a run: it lasts until the time has passed and the faults have hit, whichever is later.
 *
 * @param seed of the plan
 * @param faults that hit, at least
 * @param course of the sweep
 * @param heartbeatTimeout after which a silent worker is given up
 * @param temporal which server: {@code dev} or {@code external}
 */
public record Order(long seed, Duration time, int faults, Course course, Duration heartbeatTimeout, String temporal) {
    /** Without a number of faults: one in that time. */
    private static final Duration DEFAULT_PACE = Duration.ofSeconds(10);

    private static final Duration FASTEST_PACE = Duration.ofSeconds(1);

    /**
     * How much there is to disturb.
     *
     * @param epochs of each trial
     * @param seeds for each of two assignments
     */
    public record Course(int epochs, int seeds) {
        public Course {
            if (epochs < 2 || seeds < 1) {
                throw new IllegalArgumentException(
                        "a course of " + epochs + " epochs and " + seeds + " seeds; it needs two epochs and one seed");
            }
        }
    }

    public Order {
        if (time.isNegative() || faults < 0) {
            throw new IllegalArgumentException(
                    "a run of " + time + " with " + faults + " faults; neither can be negative");
        }
    }

    /** Mean pause between two faults, so that time and faults end together. */
    Duration pace() {
        Duration even = faults == 0 ? DEFAULT_PACE : time.dividedBy(faults);
        return even.compareTo(FASTEST_PACE) < 0 ? FASTEST_PACE : even;
    }
}
