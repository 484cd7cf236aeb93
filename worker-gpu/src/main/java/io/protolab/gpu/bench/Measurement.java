package io.protolab.gpu.bench;

import org.jspecify.annotations.Nullable;

/**
 * One speed.
 *
 * @param name what ran
 * @param seconds of the fastest run
 * @param rate work per second of that run
 * @param unit of the rate
 * @param limit what it is compared with; absent for a limit itself
 */
public record Measurement(
        String name,
        double seconds,
        double rate,
        String unit,
        @Nullable Limit limit) {
    /**
     * What a speed is compared with.
     *
     * @param name of the measurement that is the limit
     * @param share of the limit that was reached; above 1 where the limit is another part's need
     * @param goal the share aimed at
     */
    public record Limit(String name, double share, double goal) {
        /** Whether the goal is reached. */
        public boolean reached() {
            return share >= goal;
        }
    }

    /** A limit, or a speed to compare with. */
    static Measurement of(String name, double seconds, double work, String unit) {
        return new Measurement(name, seconds, work / seconds, unit, null);
    }

    /** The same beside a limit in the same unit. */
    Measurement against(Measurement other, double goal) {
        return new Measurement(name, seconds, rate, unit, new Limit(other.name, rate / other.rate, goal));
    }
}
